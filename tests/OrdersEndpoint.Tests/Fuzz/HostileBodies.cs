using System.IO.Compression;
using System.Text;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>Bodies that are no JSON, or JSON that asks too much of whoever reads it.</summary>
internal static class HostileBodies
{
    private const string Order = OrdersApi.Order;
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(Order);

    /// <summary>Bytes that are no UTF-8, each for a reason of its own.</summary>
    private static readonly byte[][] Broken = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80]];

    private static readonly string[] Texts =
    [
        "", "null", "[]", "7", "\"\"", "true", "{", "}", "{}", "[{}]", "{]", "\0", " ", "\uFEFF", $"\uFEFF{Order}", $"{Order}{Order}", $"{Order} x",
        $"{Order}\0", $"/* */{Order}", $"// a\n{Order}", Order.Replace("}]}", "},]}", StringComparison.Ordinal),
        Order.Replace("}]}", "}],}", StringComparison.Ordinal), Order.Replace('"', '\''),
        Order.Replace("\"currency\"", "currency", StringComparison.Ordinal), new('[', 10_000), $"{new string('[', 10_000)}{new string(']', 10_000)}",
        string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), Order.Replace("\"ABC\"", new('[', 20), StringComparison.Ordinal),
        $"{Order}{new string(' ', 200_000)}", $"{new string(' ', 262_144)}", $"{{\"a\":\"{new string('a', 250_000)}\"}}",
        $"[{string.Join(',', Enumerable.Repeat("0", 100_000))}]",
        $"{{{string.Join(',', Enumerable.Range(0, 20_000).Select(number => $"\"a{number}\":0"))}}}",
        $"{{{string.Join(',', Enumerable.Repeat("\"items\":[]", 20_000))}}}",
        $"{{\"items\":[{string.Join(',', Enumerable.Repeat("{}", 80_000))}]}}",
        $"{{\"items\":[{string.Join(',', Enumerable.Repeat("{}", 1_000))}]}}",
        $"{{\"{new string('a', 100_000)}\":1}}", "{\"\\ud800\":1}", "{\"__proto__\":{\"a\":1}}", "{\"$type\":\"System.IO.FileInfo\"}",
        "{\"customer_id\":\"1\",\"Customer_Id\":\"2\"}", "------x\r\nContent-Disposition: form-data\r\n\r\n", "customer_id=1", "<a/>", "---\na: b",
    ];

    private static readonly byte[][] Fixed =
    [
        .. Texts.Select(Encoding.UTF8.GetBytes),
        Encoding.Unicode.GetBytes(Order),
        Encoding.UTF32.GetBytes(Order),
        .. Broken.Select(bytes => Replace("Ana"u8, bytes)),
    ];

    public static byte[] Compressed { get; } = Compress();

    public static byte[] Next(Random random) => random.Next(6) switch
    {
        0 => Good[..random.Next(Good.Length)],
        1 => [.. Good.Select(value => random.Next(60) == 0 ? (byte)random.Next(256) : value)],
        2 => Noise(random),
        _ => Fixed[random.Next(Fixed.Length)],
    };

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(2_000)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Replace(ReadOnlySpan<byte> what, byte[] with)
    {
        var at = Good.AsSpan().IndexOf(what);
        return [.. Good[..at], .. with, .. Good[(at + what.Length)..]];
    }

    private static byte[] Compress()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Good);
        return bytes.ToArray();
    }
}
