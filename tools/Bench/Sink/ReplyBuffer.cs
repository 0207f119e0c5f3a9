namespace Notifications.Bench.Sink;

/// <summary>The replies to one packet, which go out in one write.</summary>
internal sealed class ReplyBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Add(ReadOnlySpan<byte> reply)
    {
        if (_length + reply.Length > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        reply.CopyTo(_bytes.AsSpan(_length));
        _length += reply.Length;
    }

    public void Clear() => _length = 0;
}
