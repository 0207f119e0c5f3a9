using System.Globalization;
using System.Text.RegularExpressions;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>One line of a host's log, as text.</summary>
/// <param name="Id">0 when it has none.</param>
/// <param name="Text">All of it.</param>
/// <param name="HasStack">An exception stands below it.</param>
internal sealed record LogLine(int Id, string Text, bool HasStack)
{
    public override string ToString() => Text;
}

internal static partial class LogLines
{
    /// <summary>What is no line of its own belongs to the exception above it.</summary>
    public static IReadOnlyList<LogLine> Lines(this HostProcess host)
    {
        var lines = new List<LogLine>();
        foreach (var text in host.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Begin().Match(text) is { Success: true } begin)
                lines.Add(new LogLine(int.TryParse(begin.Groups["id"].Value, CultureInfo.InvariantCulture, out var id) ? id : 0, text, HasStack: false));
            else
                lines[^1] = lines[^1] with { HasStack = true };
        }

        return lines;
    }

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} [A-Z]{3} (?<id>\d+ )?")]
    private static partial Regex Begin();
}
