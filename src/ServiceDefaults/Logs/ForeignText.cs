using System.Globalization;
using System.Text;
using Serilog.Core;
using Serilog.Events;

namespace Notifications.ServiceDefaults.Logs;

/// <summary>
/// For a log that is read as text: what strangers wrote (a message's type, a relay's answer) must not look like a line of ours. In values, line breaks
/// and whatever else moves a terminal become blanks; the lines of an exception are indented.
/// </summary>
internal sealed class ForeignText : ILogEventEnricher
{
    /// <summary>The exception, for a template.</summary>
    public const string Exception = "IndentedException";

    private const string Indentation = "    ";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, text) in logEvent.Properties.Select(TextOf).Where(property => property.Text.Any(MovesATerminal)).ToList())
            logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(Clean(text))));
        if (logEvent.Exception is { } exception)
            logEvent.AddOrUpdateProperty(new LogEventProperty(Exception, new ScalarValue(Indented($"{exception}"))));
    }

    private static (string Name, string Text) TextOf(KeyValuePair<string, LogEventPropertyValue> property) =>
        (property.Key, property.Value is ScalarValue { Value: string text } ? text : "");

    private static string Indented(string text)
    {
        var lines = new StringBuilder();
        foreach (var line in text.AsSpan().EnumerateLines())
            lines.Append(Indentation).AppendLine(Clean($"{line}"));
        return $"{lines}";
    }

    private static string Clean(string text) => string.Create(text.Length, text, static (clean, text) =>
    {
        for (var at = 0; at < text.Length; at++)
            clean[at] = MovesATerminal(text[at]) ? ' ' : text[at];
    });

    private static bool MovesATerminal(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
