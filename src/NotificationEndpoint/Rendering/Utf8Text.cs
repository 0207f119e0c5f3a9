using System.Buffers;
using System.Text;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>What a template writes, as UTF-8. The text as one string of UTF-16 and its builder were half of what an e-mail cost the collector.</summary>
internal sealed class Utf8Text : TextWriter
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private int _length;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>A pair of surrogates must come in one piece.</summary>
    public override void Write(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length - _length < most)
            Grow(most);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    public override void Write(char letter) => Write([letter]);

    public override void Write(string? text) => Write(text.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    // The asynchronous ones of the base class go to another thread.
    public override Task WriteAsync(char letter)
    {
        Write(letter);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? text)
    {
        Write(text);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    public override Task FlushAsync() => Task.CompletedTask;

    public void Clear() => _length = 0;

    /// <summary>It is not written to any more. Not by disposing: Fluid disposes of a writer that it is through with.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, _length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
