using System.Buffers;
using System.Text;
using MimeKit;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>
/// Writes a mail as the bytes that travel. Ours, because a tree of MimeKit's objects that is encoded part by part costs ten times as much; what is hard about
/// it, how names and long values are encoded and folded in a header, is still MimeKit's.
/// </summary>
internal sealed class MailWriter : IDisposable
{
    /// <summary>With the header's name it is never long enough to be folded.</summary>
    private const int ShortLine = 60;

    /// <summary>Of these nothing is encoded or quoted.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly Utf8Text _text = new();
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    public void Line(string text)
    {
        Ensure((3 * text.Length) + 2);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
        Append("\r\n"u8);
    }

    /// <summary>One of ours, which is ASCII and short.</summary>
    public void Header(string name, string value) => Line($"{name}: {value}");

    public void Subject(string text)
    {
        if (IsPlain(text) && text.Length <= ShortLine)
            Header("Subject", text);
        else
            Folded(new Header(Encoding.UTF8, HeaderId.Subject, text));
    }

    public void Address(string name, Func<MimeMessage, InternetAddressList> list, MailboxAddress address)
    {
        if (address.Name is { Length: > 0 } called && IsPlain(called) && Ascii.IsValid(address.Address) && called.Length + address.Address.Length <= ShortLine)
        {
            Header(name, $"{called} <{address.Address}>");
            return;
        }

        var message = new MimeMessage((IEnumerable<Header>)[]);
        list(message).Add(address);
        Folded(message.Headers[0]);
    }

    /// <summary>Quoted-printable whatever the text: the same bytes for every relay.</summary>
    /// <param name="boundary">Between the parts.</param>
    /// <param name="subtype">Of <c>text</c>.</param>
    /// <param name="write">Writes the text. Lines end in LF.</param>
    public void TextPart(string boundary, string subtype, Action<TextWriter> write)
    {
        Line($"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n");
        _text.Clear();
        write(_text);
        Ensure(QuotedPrintable.LongestOf(_text.Written.Length) + 2);
        _length += QuotedPrintable.Encode(_text.Written, _bytes.AsSpan(_length));
        Append("\r\n"u8);
    }

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _text.Release();
    }

    private static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyExcept(Plain) && text is not [' ', ..] && text is not [.., ' '] && !text.Contains("  ", StringComparison.Ordinal);

    private void Folded(Header header)
    {
        var raw = header.RawValue.AsSpan();
        Ensure(header.Field.Length + 1 + (2 * raw.Length));
        _length += Encoding.ASCII.GetBytes(header.Field, _bytes.AsSpan(_length));
        Append(":"u8);
        foreach (var line in raw.TrimEnd("\r\n"u8).Split((byte)'\n'))
        {
            Append(raw[line].TrimEnd((byte)'\r'));
            Append("\r\n"u8);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Ensure(int more)
    {
        if (_bytes.Length - _length >= more)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, _length + more));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
