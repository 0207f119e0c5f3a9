using MailKit;
using MailKit.Net.Smtp;
using Notifications.Messaging.Diagnostics;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// Follows one session's bytes to know how far its mail has come: MailKit's exceptions do not say whether the final dot went out.
/// Nothing is written anywhere; of the content not even a copy is kept.
/// </summary>
/// <remarks>
/// MailKit reports a block after the socket took it. So "seen" means gone, but "not seen" does not mean "not gone" when the write was
/// cancelled: the progress report, which comes before the last block is written, covers that instant.
/// </remarks>
public sealed class SmtpConversation : IProtocolLogger, ITransferProgress
{
    private const int NotThisLine = -1;

    /// <summary>MailKit keeps a reply until its end; one without an end takes half a gigabyte a second. No honest one has more than a few KB.</summary>
    private const int LongestReply = 1024 * 1024;

    private readonly FinalDot _finalDot = new();
    private readonly byte[] _replies = new byte[1024];
    private int _repliesLength;
    private int _heard;
    private int _matched;
    private SendDeadline? _deadline;

    /// <summary>How far the mail in hand has come. Never goes back within a mail: the RSET after a refusal changes nothing.</summary>
    public SmtpPhase Phase { get; private set; }

    /// <summary>The relay has taken MAIL of the mail in hand: it is alive, and what follows is its answer to this mail.</summary>
    public bool SenderAccepted { get; private set; }

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    private static ReadOnlySpan<byte> DataCommand => "DATA\r\n"u8;

    /// <summary>What follows is done for the send that <paramref name="deadline"/> belongs to; with null, for none.</summary>
    public void Serve(SendDeadline? deadline)
    {
        _deadline = deadline;
        if (deadline is not null)
            SenderAccepted = false;
    }

    public void Accepted() => SenderAccepted = true;

    /// <summary>For who writes the bytes and need not be watched. Of a reply only the last one is kept.</summary>
    public void Reached(SmtpPhase phase) => Phase = phase;

    public void Heard(ReadOnlySpan<byte> reply)
    {
        reply = reply[..Math.Min(reply.Length, _replies.Length)];
        reply.CopyTo(_replies);
        _repliesLength = reply.Length;
    }

    public void StartConnect() => (Phase, _heard) = (SmtpPhase.Connect, 0);

    public void StartMail()
    {
        Phase = SmtpPhase.Envelope;
        _matched = 0;
        _repliesLength = 0;
        _finalDot.StartOfContent();
        _deadline?.NextAnswer();
    }

    /// <summary>The enhanced status that came with a reply of <paramref name="code"/> to the latest command.</summary>
    public EnhancedStatus? StatusOf(int code) => EnhancedStatus.Find(_replies.AsSpan(0, _repliesLength), code);

    public void LogConnect(Uri uri) => _deadline?.NextAnswer();

    public void LogClient(byte[] buffer, int offset, int count)
    {
        var sent = buffer.AsSpan(offset, count);
        var isCommand = Phase is not (SmtpPhase.Data or SmtpPhase.LastBlock); // also RSET, after a no to the final dot
        _heard = 0;
        if (!sent.StartsWith("RSET"u8))
            _repliesLength = 0; // RSET follows a refusal by itself, and must not wipe out what was refused

        if (Phase == SmtpPhase.Envelope)
            sent = AfterDataCommand(sent);

        if (Phase is SmtpPhase.Data or SmtpPhase.LastBlock && _finalDot.IsIn(sent))
        {
            CrashPoint.Reached(CrashPoint.AfterDot);
            Phase = SmtpPhase.FinalDot;
        }

        if (isCommand)
            _deadline?.NextAnswer();
        else if (Phase == SmtpPhase.Data)
            _deadline?.NextBlock();
    }

    /// <exception cref="SmtpProtocolException">The relay does not stop talking; MailKit then hangs up.</exception>
    public void LogServer(byte[] buffer, int offset, int count)
    {
        _heard += count;
        if (_heard > LongestReply)
            throw new SmtpProtocolException($"a reply of more than {LongestReply / 1024} KB");

        var kept = buffer.AsSpan(offset, Math.Min(count, _replies.Length - _repliesLength));
        kept.CopyTo(_replies.AsSpan(_repliesLength));
        _repliesLength += kept.Length;
    }

    /// <summary>Called before a block is written once its content is complete; dot-stuffing can only make it come early.</summary>
    public void Report(long bytesTransferred, long totalSize)
    {
        if (Phase != SmtpPhase.Data || bytesTransferred < totalSize)
            return;

        _deadline?.PointOfNoReturn();
        Phase = SmtpPhase.LastBlock;
    }

    public void Report(long bytesTransferred)
    {
    }

    public void Dispose()
    {
    }

    /// <summary>Notices DATA as a whole line, however the commands are cut; gives what follows it.</summary>
    private Span<byte> AfterDataCommand(Span<byte> sent)
    {
        for (var i = 0; i < sent.Length; i++)
        {
            if (_matched != NotThisLine)
                _matched = sent[i] == DataCommand[_matched] ? _matched + 1 : NotThisLine;

            if (_matched == DataCommand.Length)
            {
                Phase = SmtpPhase.Data;
                return sent[(i + 1)..];
            }

            if (sent[i] == '\n')
                _matched = 0;
        }

        return [];
    }
}
