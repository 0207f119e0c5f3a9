using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Notifications.Messages;

namespace Notifications.Bench.References.Floor;

/// <summary>
/// One SMTP session, pipelined and chained: the end of a mail and the envelope of the next leave in one write, so that a mail costs one write and one read.
/// The bytes are one confirmation's, with the ids of each delivery written over. Any answer that is no yes ends the run.
/// </summary>
internal sealed class FloorSession : IDisposable
{
    private static readonly byte[] Envelope = Encoding.ASCII.GetBytes("MAIL FROM:<orders@shop.example>\r\nRCPT TO:<customer-1234567@bench.example>\r\nDATA\r\n");

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _content;
    private readonly byte[] _bytes;
    private readonly IReadOnlyList<int> _ids;
    private readonly byte[] _read = new byte[1_024];
    private int _unread;

    private FloorSession()
    {
        _content = [.. FloorBytes.Mail(out _ids), .. ".\r\n"u8];
        _bytes = [.. _content, .. Envelope];
    }

    public static async Task<FloorSession> OpenAsync(int port, CancellationToken cancellation)
    {
        var session = new FloorSession();
        await session._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
        await session.ExpectAsync(1, cancellation);
        await session.WriteAsync("EHLO floor.example\r\n"u8.ToArray(), cancellation);
        await session.ExpectAsync(1, cancellation);
        return session;
    }

    /// <summary>In: claimed deliveries. Out: the same, once the server took the mail.</summary>
    public async Task SendAsync(ChannelReader<FloorDelivery> claimed, ChannelWriter<FloorDelivery> sent, CancellationToken cancellation)
    {
        while (await claimed.WaitToReadAsync(cancellation))
        {
            if (!claimed.TryRead(out var delivery))
                continue;
            await WriteAsync(Envelope, cancellation);
            await ExpectAsync(3, cancellation);
            while (true)
            {
                var isChained = claimed.TryRead(out var next);
                WriteIds(delivery.Order);
                await WriteAsync(isChained ? _bytes : _bytes.AsMemory(0, _content.Length), cancellation);
                await ExpectAsync(isChained ? 4 : 1, cancellation);
                sent.TryWrite(delivery);
                if (!isChained)
                    break;
                delivery = next;
            }
        }

        await WriteAsync("QUIT\r\n"u8.ToArray(), cancellation);
    }

    public void Dispose() => _socket.Dispose();

    private void WriteIds(Guid order)
    {
        var delivery = DeliveryId.For(order, NotificationKind.OrderConfirmation);
        foreach (var place in _ids)
            delivery.TryFormat(_bytes.AsSpan(place), out _, "N");
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
    }

    /// <summary>Reads so many answers, each a yes.</summary>
    private async ValueTask ExpectAsync(int answers, CancellationToken cancellation)
    {
        while (answers > 0)
        {
            var count = await _socket.ReceiveAsync(_read.AsMemory(_unread), cancellation);
            if (count == 0)
                throw new InvalidOperationException("The mail server hung up.");
            _unread += count;
            answers -= TakeAnswers();
        }
    }

    /// <summary>Counts what has come whole; the beginning of a line stays for the next time.</summary>
    private int TakeAnswers()
    {
        var (answers, at) = (0, 0);
        while (_read.AsSpan(at, _unread - at).IndexOf("\r\n"u8) is var length and >= 4)
        {
            var line = _read.AsSpan(at, length);
            if (line[0] is not ((byte)'2' or (byte)'3'))
                throw new InvalidOperationException($"The mail server says: {Encoding.Latin1.GetString(line)}");
            if (line[3] == ' ')
                answers++;
            at += length + 2;
        }

        _read.AsSpan(at, _unread - at).CopyTo(_read);
        _unread -= at;
        return answers;
    }
}
