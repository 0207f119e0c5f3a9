using System.Text;

namespace Notifications.Bench.Sink;

/// <summary>
/// The mail server's side of one SMTP session, as a function of bytes: what arrives in, however it is cut, replies out. It accepts everything; what it reads of a mail is its
/// Message-ID. Commands may come many at a time (RFC 2920), also behind the final dot of the mail before them.
/// </summary>
/// <param name="accepted">Hears of each mail: the id, or empty when there is none that is a GUID.</param>
/// <param name="ask">Answers commands that begin with X, which are not of a mail client; null: there is no such command.</param>
internal sealed class SmtpDialogue(Action<Guid> accepted, Func<string, string?> ask)
{
    private byte[] _kept = new byte[16 * 1024];
    private int _length;
    private bool _inContent;
    private int _searched;

    public static ReadOnlySpan<byte> Greeting => "220 sink.example ESMTP\r\n"u8;

    private static ReadOnlySpan<byte> FinalDot => "\r\n.\r\n"u8;

    /// <summary>The peer said goodbye; the connection is closed once its replies are out.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Where the next bytes go; at least 4 kB.</summary>
    public Span<byte> Room
    {
        get
        {
            if (_kept.Length - _length < 4096)
                Array.Resize(ref _kept, _kept.Length * 2);
            return _kept.AsSpan(_length);
        }
    }

    /// <summary>So many have been written to <see cref="Room"/>.</summary>
    public void Take(int count, ReplyBuffer replies)
    {
        _length += count;
        var done = 0;
        while (!IsOver && (_inContent ? TakeContent(ref done, replies) : TakeCommand(ref done, replies)))
        {
        }

        _kept.AsSpan(done, _length - done).CopyTo(_kept);
        _length -= done;
    }

    /// <returns>False while the line is not complete.</returns>
    private bool TakeCommand(ref int done, ReplyBuffer replies)
    {
        var rest = _kept.AsSpan(done, _length - done);
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
            return false;
        Answer(rest[..end].TrimEnd((byte)'\r'), replies);
        done += end + 1;
        return true;
    }

    private void Answer(ReadOnlySpan<byte> command, ReplyBuffer replies)
    {
        switch (Verb(command))
        {
            case "MAIL" or "RCPT" or "RSET" or "NOOP":
                replies.Add("250 2.0.0 Ok\r\n"u8);
                break;
            case "DATA":
                (_inContent, _searched) = (true, 0);
                replies.Add("354 End with a dot\r\n"u8);
                break;
            case "EHLO":
                replies.Add("250-sink.example\r\n250-PIPELINING\r\n250-SIZE 10485760\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"u8);
                break;
            case "HELO":
                replies.Add("250 sink.example\r\n"u8);
                break;
            case "QUIT":
                IsOver = true;
                replies.Add("221 2.0.0 Bye\r\n"u8);
                break;
            default:
                var reply = command is [(byte)'X' or (byte)'x', ..] ? ask(Encoding.ASCII.GetString(command)) : null;
                replies.Add(reply is null ? "502 5.5.1 No such command\r\n"u8 : Encoding.ASCII.GetBytes(reply));
                break;
        }
    }

    /// <returns>False while the final dot has not come.</returns>
    private bool TakeContent(ref int done, ReplyBuffer replies)
    {
        var content = _kept.AsSpan(done, _length - done);
        var isEmpty = content.StartsWith(".\r\n"u8);
        var end = isEmpty ? 0 : content[_searched..].IndexOf(FinalDot);
        if (end < 0)
        {
            _searched = Math.Max(content.Length - FinalDot.Length + 1, 0);
            return false;
        }

        accepted(isEmpty ? Guid.Empty : MessageId.In(content[..(_searched + end)]));
        replies.Add("250 2.0.0 Ok: queued\r\n"u8);
        done += isEmpty ? 3 : _searched + end + FinalDot.Length;
        _inContent = false;
        return true;
    }

    private static string Verb(ReadOnlySpan<byte> command)
    {
        foreach (var verb in Verbs)
        {
            if (command.Length >= 4 && Matches(command, verb))
                return verb;
        }

        return "";
    }

    private static bool Matches(ReadOnlySpan<byte> command, string verb)
    {
        for (var i = 0; i < 4; i++)
        {
            if ((command[i] & 0xDF) != verb[i])
                return false;
        }

        return true;
    }

    private static readonly string[] Verbs = ["MAIL", "RCPT", "DATA", "EHLO", "HELO", "RSET", "NOOP", "QUIT"];
}
