using System.Buffers;

namespace Notifications.MailCatcher.Smtp;

/// <summary>
/// The content of a message while it comes in, piece by piece as the network cuts it: takes the stuffed dots away and finds the end.
/// The end is CR LF . CR LF and nothing else. Whoever takes LF . LF for it as well lets a sender smuggle a second message, with an
/// envelope of his own, through a relay that knows better.
/// </summary>
internal sealed class SmtpContent(int largest)
{
    private const int WorthKeeping = 64 << 10;

    private ArrayBufferWriter<byte> _content = new();
    private At _at;

    private enum At { LineStart, InLine, AfterCr, AfterDot, AfterDotCr, End }

    /// <summary>It grew beyond the limit: the rest is read and thrown away.</summary>
    public bool IsTooLarge { get; private set; }

    public bool IsComplete => _at == At.End;

    public ReadOnlyMemory<byte> ToMemory() => _content.WrittenSpan.ToArray();

    /// <summary>Begins anew; a large buffer is given back, so that an idle connection does not hold the size of its largest message.</summary>
    public void Clear()
    {
        if (_content.Capacity > WorthKeeping)
            _content = new();
        else
            _content.ResetWrittenCount();

        _at = At.LineStart;
        IsTooLarge = false;
    }

    /// <returns>How many bytes belong to this content; what follows its end does not.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var i = 0;
        while (i < bytes.Length && _at != At.End)
        {
            switch (_at, bytes[i])
            {
                case (At.LineStart, (byte)'.'):
                    i++;
                    _at = At.AfterDot;
                    break;
                case (At.AfterDot, (byte)'\r'):
                    i++;
                    _at = At.AfterDotCr;
                    break;
                case (At.AfterDotCr, (byte)'\n'):
                    i++;
                    _at = At.End;
                    break;
                case (At.AfterDotCr, _): // the CR was content after all
                    Append("\r"u8);
                    _at = At.AfterCr;
                    break;
                case (At.AfterCr, (byte)'\n'):
                    Append(bytes.Slice(i++, 1));
                    _at = At.LineStart;
                    break;
                default:
                    i += TakeUpToCr(bytes[i..]);
                    break;
            }
        }

        return i;
    }

    private int TakeUpToCr(ReadOnlySpan<byte> bytes)
    {
        var cr = bytes.IndexOf((byte)'\r');
        var length = cr < 0 ? bytes.Length : cr + 1;
        Append(bytes[..length]);
        _at = cr < 0 ? At.InLine : At.AfterCr;
        return length;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_content.WrittenCount + bytes.Length > largest)
        {
            IsTooLarge = true;
            _content = new();
        }

        if (!IsTooLarge)
            _content.Write(bytes);
    }
}
