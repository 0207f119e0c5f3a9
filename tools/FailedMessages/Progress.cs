using System.Globalization;

namespace Notifications.FailedMessages;

/// <summary>How far it is: a bar that is drawn over itself on a terminal, else a line now and then.</summary>
internal sealed class Progress(TextWriter error, bool isTerminal)
{
    private const int Width = 40;

    private string _shown = "";

    public async Task ShowAsync(string doing, long done, long total)
    {
        var text = isTerminal ? $"\r{Bar(done, total)} {Numbers(doing, done, total)}" : Numbers(doing, done, total);
        if (text == _shown)
            return;
        // What is shorter than before must not leave its end behind.
        await error.WriteAsync(isTerminal ? text.PadRight(_shown.Length) : $"{text}{error.NewLine}");
        _shown = text;
    }

    public async Task EndAsync()
    {
        if (isTerminal && _shown != "")
            await error.WriteLineAsync();
        _shown = "";
    }

    private static string Numbers(string doing, long done, long total) => string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {total:N0} {doing}");

    private static string Bar(long done, long total)
    {
        var full = total == 0 ? 0 : (int)(Width * Math.Min(done, total) / total);
        return $"[{new string('#', full)}{new string(' ', Width - full)}]";
    }
}
