using System.Text;

namespace Notifications.Proof.Journals;

/// <summary>The headers of a mail as they stand in it, read by a few lines of our own: what a library mends or leaves out is what we look for.</summary>
/// <param name="Names">In their order; a line that is none stands with what it says.</param>
/// <param name="MessageId">Of the first header of that name.</param>
/// <param name="Addressed">What To, Cc and Bcc say.</param>
internal sealed record MailHeaders(IReadOnlyList<string> Names, string? MessageId, IReadOnlyList<string> Addressed)
{
    // No mail of ours comes near; one that goes beyond is cut here, and what is left of it is not in order either.
    private const int MostBytes = 64 << 10;
    private const int MostNames = 200;
    private const int LongestName = 100;

    public static MailHeaders Read(ReadOnlySpan<byte> content)
    {
        var names = new List<string>();
        var addressed = new List<string>();
        string? messageId = null;
        foreach (var (name, value) in Fields(Encoding.UTF8.GetString(content[..Math.Min(content.Length, MostBytes)])))
        {
            names.Add(string.Intern(name));
            if (Is(name, "Message-Id"))
                messageId ??= value;
            if (Is(name, "To") || Is(name, "Cc") || Is(name, "Bcc"))
                addressed.Add(value);
        }

        return new(names, messageId, addressed);
    }

    private static List<(string Name, string Value)> Fields(string head)
    {
        var fields = new List<(string Name, string Value)>();
        foreach (var range in head.AsSpan().Split('\n'))
        {
            var line = head[range].TrimEnd('\r');
            if (line.Length == 0 || fields.Count > MostNames)
                break;
            if (line[0] is ' ' or '\t' && fields.Count > 0)
                fields[^1] = (fields[^1].Name, $"{fields[^1].Value} {line.Trim()}".Trim());
            else
                fields.Add(Field(line));
        }

        return fields;
    }

    private static (string Name, string Value) Field(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? line : line[..colon]).Trim();
        return (name[..Math.Min(name.Length, LongestName)], colon < 0 ? "" : line[(colon + 1)..].Trim());
    }

    private static bool Is(string name, string expected) => name.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
