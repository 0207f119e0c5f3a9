using System.Globalization;
using System.Text;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>What came back, as bytes.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body, TimeSpan Took)
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    /// <summary>The server answers itself what it cannot read; our code, whatever it answers, adds this.</summary>
    public bool IsOfServer => Header("X-Content-Type-Options") is null;

    /// <summary>Events go on for minutes; here it is only looked at how they begin.</summary>
    private bool IsStream => Header("Content-Type") == "text/event-stream";

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public override string ToString() => $"{Status} {string.Join(", ", Headers.Select(header => $"{header.Name}: {header.Value}"))}\n{Text}";

    /// <summary>Null while something is missing.</summary>
    /// <param name="isWhole">Nothing more will come.</param>
    public static RawAnswer? Read(ReadOnlySpan<byte> bytes, bool isWhole, TimeSpan took)
    {
        var head = bytes.IndexOf(EndOfHead);
        if (head < 0)
            return null;
        var lines = Encoding.Latin1.GetString(bytes[..head]).Split("\r\n");
        var headers = lines[1..].Select(line => line.Split(':', 2)).Select(parts => (parts[0], parts[1].Trim())).ToList();
        var answer = new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, [], took);
        var rest = bytes[(head + EndOfHead.Length)..];
        if (answer.IsStream)
            return answer;
        if (answer.Header("Transfer-Encoding") is not null)
            return Unchunk(rest) is { } body ? answer with { Body = body } : null;
        var length = int.Parse(answer.Header("Content-Length") ?? (isWhole ? $"{rest.Length}" : "-1"), CultureInfo.InvariantCulture);
        return length >= 0 && rest.Length >= length ? answer with { Body = rest[..length].ToArray() } : null;
    }

    private static byte[]? Unchunk(ReadOnlySpan<byte> bytes)
    {
        var body = new List<byte>();
        while (bytes.IndexOf("\r\n"u8) is >= 0 and var line)
        {
            var length = int.Parse(Encoding.ASCII.GetString(bytes[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            bytes = bytes[(line + 2)..];
            if (length == 0)
                return [.. body];
            if (bytes.Length < length + 2)
                return null;
            body.AddRange(bytes[..length]);
            bytes = bytes[(length + 2)..];
        }

        return null;
    }
}
