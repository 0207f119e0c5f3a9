using System.Net;
using System.Net.Sockets;
using Notifications.Bench.Wire;

namespace Notifications.Bench.Load;

/// <summary>A kept-alive connection to an API, with the one request that is under way on it.</summary>
internal sealed class Connection(string api) : IDisposable
{
    private readonly byte[] _received = new byte[16 * 1024];
    private int _length;
    private Channel? _channel;

    /// <summary>Of the order whose answer is awaited, among the notes; -1: none.</summary>
    public long Awaited { get; set; } = -1;

    /// <summary>Ticks; after a refusal.</summary>
    public long RestsUntil { get; set; }

    public void Open(Waiting waiting, int number)
    {
        _channel?.Dispose();
        _length = 0;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPEndPoint.Parse(api));
        _channel = new Channel(socket);
        waiting.Add(socket, number);
    }

    /// <returns>False when the connection is broken.</returns>
    public bool Send(ReadOnlySpan<byte> request)
    {
        _length = 0;
        return _channel!.Send(request);
    }

    /// <param name="answer">When it is whole; null while it is not.</param>
    /// <returns>False when the connection is broken.</returns>
    public bool Receive(out Answer? answer)
    {
        answer = null;
        var count = _length == _received.Length ? 0 : _channel!.Receive(_received.AsSpan(_length));
        _length += count;
        if (count > 0 && Answer.TryRead(_received.AsSpan(0, _length), out var whole))
            answer = whole;
        return count > 0;
    }

    public void Dispose() => _channel?.Dispose();
}
