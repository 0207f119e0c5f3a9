using System.Text;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>How long the body is, said in ways that two servers in a row may read in two ways.</summary>
internal static class HostileFraming
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(OrdersApi.Order);
    private static readonly byte[] Chunked = Chunks($"{Good.Length:x}\r\n{OrdersApi.Order}\r\n0\r\n\r\n");

    /// <param name="headers">Of a good request, but for its length.</param>
    /// <param name="random">Decides.</param>
    public static RawRequest Next((string Name, string Value)[] headers, Random random)
    {
        var way = random.Next(28);
        var request = new RawRequest($"framing {way}", Expected.Either, "POST", "/orders", headers) { Body = Good, SaysLength = false };
        return way switch
        {
            0 => request,
            1 => With(("Content-Length", "-1")),
            2 => With(("Content-Length", "x")),
            3 => With(("Content-Length", "99999999999999999999")),
            4 => With(("Content-Length", $"+{Good.Length}")),
            5 => With(("Content-Length", $"0x{Good.Length:x}")),
            6 => With(("Content-Length", $"{Good.Length}"), ("Content-Length", $"{Good.Length}")),
            7 => With(("Content-Length", $"{Good.Length}"), ("Content-Length", "1")),
            8 => With(("Content-Length", $"{Good.Length}, {Good.Length}")),
            9 => With(("Content-Length", $"{Good.Length + 50}")) with { EndsThere = true },
            10 => With(("Content-Length", $"{Good.Length - 50}")),
            11 => With(("Content-Length", "262145")),
            12 => With(("Content-Length", "4294967296")),
            13 => With(("Transfer-Encoding", "chunked")) with { Body = Chunked },
            14 => With(("Transfer-Encoding", "chunked"), ("Content-Length", "5")) with { Body = Chunked },
            15 => With(("Transfer-Encoding", "gzip, chunked")) with { Body = Chunked },
            16 => With(("Transfer-Encoding", "chunked, chunked")) with { Body = Chunked },
            17 => With(("Transfer-Encoding", "chunked, identity")) with { Body = Chunked },
            18 => With(("Transfer-Encoding", "identity")),
            19 => With(("Transfer-Encoding", "xchunked")) with { Body = Chunked },
            20 => With(("Transfer-Encoding", " chunked"), ("Transfer-Encoding", "cow")) with { Body = Chunked },
            21 => With(("Transfer-Encoding", "chunked")) with { Body = Chunks($"{Good.Length:x};a=\"b\"\r\n{OrdersApi.Order}\r\n0\r\nX: y\r\n\r\n") },
            22 => With(("Transfer-Encoding", "chunked")) with { Body = Chunks($"fffffffff\r\n{OrdersApi.Order}\r\n0\r\n\r\n") },
            23 => With(("Transfer-Encoding", "chunked")) with { Body = Chunks($"-1\r\n{OrdersApi.Order}\r\n0\r\n\r\n") },
            24 => With(("Transfer-Encoding", "chunked")) with { Body = Chunks($"{Good.Length:x}\n{OrdersApi.Order}\n0\n\n") },
            25 => With(("Transfer-Encoding", "chunked")) with { Body = Chunked[..random.Next(Chunked.Length)], EndsThere = true },
            26 => With(("Transfer-Encoding", "chunked")) with { Body = Chunks(string.Concat(OrdersApi.Order.Select(character => $"1\r\n{character}\r\n")) + "0\r\n\r\n") },
            _ => With(("Transfer-Encoding", "chunked")) with { Body = Chunks(string.Concat(Enumerable.Repeat($"4000\r\n{new string(' ', 0x4000)}\r\n", 20)) + "0\r\n\r\n") },
        };

        RawRequest With(params (string, string)[] more) => request with { Headers = [.. headers, .. more] };
    }

    private static byte[] Chunks(string text) => Encoding.ASCII.GetBytes(text);
}
