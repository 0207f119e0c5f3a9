using System.Text;
using System.Text.Json.Serialization;
using MimeKit;

namespace Notifications.MailCatcher.Http;

/// <summary>Headers and body of a message or of one of its parts, still encoded as they travelled: MailHog leaves decoding to its clients.</summary>
internal sealed record MailHogContent(
    Dictionary<string, List<string>> Headers,
    string Body,
    int Size,
    [property: JsonPropertyName("MIME")] MailHogMime? Mime)
{
    // No honest message nests deeper, and a dishonest one must not exhaust our stack.
    private const int DeepestNesting = 10;

    public static MailHogContent Read(string text, int depth = 0)
    {
        var (head, body) = Split(text);
        var headers = ReadHeaders(head);
        var mime = depth < DeepestNesting && Boundary(headers) is { } boundary
            ? new MailHogMime([.. Parts(body, boundary).Select(part => Read(part, depth + 1))])
            : null;
        return new(headers, body, Encoding.UTF8.GetByteCount(text), mime);
    }

    public static void Add(Dictionary<string, List<string>> headers, string name, string value)
    {
        if (!headers.TryGetValue(name, out var values))
            headers.Add(name, values = []);
        values.Add(value);
    }

    private static (string Head, string Body) Split(string text)
    {
        if (text.StartsWith("\r\n", StringComparison.Ordinal))
            return ("", text[2..]);

        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? ("", text) : (text[..end], text[(end + 4)..]);
    }

    private static Dictionary<string, List<string>> ReadHeaders(string head)
    {
        var headers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? last = null;
        foreach (var line in head.Split("\r\n"))
        {
            if (last is not null && line.StartsWith(' ') | line.StartsWith('\t'))
            {
                last[^1] += line;
            }
            else if (line.IndexOf(':') is > 0 and var colon)
            {
                Add(headers, line[..colon], line[(colon + 1)..].TrimStart(' '));
                last = headers[line[..colon]];
            }
        }

        return headers;
    }

    private static string? Boundary(Dictionary<string, List<string>> headers)
    {
        var type = headers.FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value?[0];
        return type is not null && ContentType.TryParse(type, out var parsed) && parsed.IsMimeType("multipart", "*") ? parsed.Boundary : null;
    }

    private static IEnumerable<string> Parts(string body, string boundary)
    {
        // A delimiter stands at the start of a line, the first perhaps at the very start.
        var delimiter = "\r\n--" + boundary;
        var pieces = ("\r\n" + body).Split(delimiter);
        return pieces.Skip(1).TakeWhile(piece => !piece.StartsWith("--", StringComparison.Ordinal)).Select(AfterLineEnd);
    }

    private static string AfterLineEnd(string piece) => piece.IndexOf('\n') is >= 0 and var end ? piece[(end + 1)..] : "";
}
