using System.Diagnostics;
using System.Globalization;

namespace Notifications.LocalStack;

/// <summary>Tells the person at the terminal what happens, each line with the seconds since the start.</summary>
public sealed class Timeline(TextWriter output)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Say(string line)
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        output.WriteLine($"{seconds,6} s  {line}");
    }
}
