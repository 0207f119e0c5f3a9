using System.Text;
using MailKit.Net.Smtp;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>What the relay says, reply by reply, in the order in which it was asked. Of each the beginning is kept.</summary>
internal sealed class SmtpReplies(Stream stream)
{
    /// <summary>No honest one has more than a few KB.</summary>
    private const int LongestReply = 1024 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private readonly byte[] _kept = new byte[1024];
    private int _next;
    private int _end;
    private int _keptLength;

    /// <summary>The reply that was read last, with its codes.</summary>
    public ReadOnlySpan<byte> Last => _kept.AsSpan(0, _keptLength);

    /// <summary>Its words.</summary>
    public string Text
    {
        get
        {
            var lines = Encoding.UTF8.GetString(Last).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            return string.Join('\n', lines.Select(line => line.Length > 4 ? line[4..] : ""));
        }
    }

    /// <returns>The code of the next reply.</returns>
    /// <exception cref="SmtpProtocolException">It is none, does not end, or the relay has hung up.</exception>
    public async ValueTask<int> ReadAsync(CancellationToken cancellation)
    {
        var (code, ofLine, column, heard, isLast) = (0, 0, 0, 0, false);
        _keptLength = 0;
        while (true)
        {
            if (_next == _end)
                await FillAsync(cancellation);
            var letter = _buffer[_next++];
            if (++heard > LongestReply)
                throw new SmtpProtocolException($"a reply of more than {LongestReply / 1024} KB");
            if (_keptLength < _kept.Length)
                _kept[_keptLength++] = letter;
            if (column < 3)
            {
                ofLine = char.IsAsciiDigit((char)letter) ? (ofLine * 10) + (letter - '0') : throw new SmtpProtocolException("a reply without a code");
            }
            else if (column == 3)
            {
                isLast = letter is (byte)' ' or (byte)'\r' or (byte)'\n';
                if ((!isLast && letter != '-') || ofLine < 100 || (code != 0 && code != ofLine))
                    throw new SmtpProtocolException("a reply with a code that is none, or with two");
                (code, ofLine) = (ofLine, 0);
            }

            column = letter == '\n' ? 0 : column + 1;
            if (column == 0 && isLast)
                return code;
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        (_next, _end) = (0, 0);
        _end = await stream.ReadAsync(_buffer, cancellation);
        if (_end == 0)
            throw new SmtpProtocolException("the relay has hung up");
    }
}
