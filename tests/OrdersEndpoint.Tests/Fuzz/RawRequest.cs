using System.Globalization;
using System.Text;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

internal enum Expected
{
    /// <summary>By the schema it is good.</summary>
    Accepted,

    /// <summary>By the schema it is good; but a schema cannot say everything.</summary>
    Allowed,

    /// <summary>By the schema or by HTTP it is bad.</summary>
    Refused,

    /// <summary>Whatever the document allows.</summary>
    Either,
}

/// <summary>A request as bytes, which need not be HTTP that a library would write.</summary>
/// <param name="Kind">What is special about it.</param>
/// <param name="Headers">As they are written; <c>Host</c> and <c>Connection</c> are added.</param>
internal sealed record RawRequest(string Kind, Expected Expected, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers)
{
    public byte[]? Body { get; init; }

    /// <summary>Adds the header for the body's length; off when the headers say it in their own way.</summary>
    public bool SaysLength { get; init; } = true;

    /// <summary>It is not whole, and the client goes: there may be no answer.</summary>
    public bool EndsThere { get; init; }

    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\nHost: orders.test\r\nConnection: close\r\n");
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (SaysLength && Body is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }

    /// <summary>Whole, so that it can be repeated: bytes that cannot be read are escaped, and long repetitions counted.</summary>
    public override string ToString()
    {
        var bytes = ToBytes();
        var text = new StringBuilder($"{Kind}, expected {Expected}:\n");
        for (var i = 0; i < bytes.Length;)
        {
            var same = 1;
            while (i + same < bytes.Length && bytes[i + same] == bytes[i])
                same++;
            var one = bytes[i] switch
            {
                (byte)'\n' => "\\n\n",
                (byte)'\r' => "\\r",
                >= 0x20 and < 0x7F => $"{(char)bytes[i]}",
                _ => $"\\x{bytes[i]:X2}",
            };
            text.Append(same > 50 ? $"«{one} {same} times»" : string.Concat(Enumerable.Repeat(one, same)));
            i += same;
        }

        return text.ToString();
    }
}
