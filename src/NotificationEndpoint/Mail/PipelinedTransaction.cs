using System.Buffers;
using MailKit.Net.Smtp;
using Notifications.Messaging.Diagnostics;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// MAIL, RCPT, DATA, content and final dot on a session that stands, as RFC 2920 allows it: what a relay with PIPELINING can be told in one go is one write, and
/// behind the content go the commands of the mail that is next. Its replies come after this one's, in order, and are read when it is its turn.
/// </summary>
/// <remarks>
/// Refusals are thrown as MailKit throws them, so that one table says what they mean. A mail whose commands went ahead has not begun: if this session breaks, it is
/// sent over another one as if nothing had been said, for without its content the relay has nothing.
/// </remarks>
internal sealed class PipelinedTransaction(Stream stream, SmtpCapabilities offers, SmtpConversation conversation)
{
    /// <summary>With the dot and the next mail's commands the last block is one record of TLS: it arrives as a whole or not at all.</summary>
    private const int Block = 14 * 1024;

    private const string Data = "DATA\r\n";

    /// <summary>
    /// For a relay that said no and invites the content all the same: an empty one, as the RFC has it, if it has no recipient. If it has one, that would be an
    /// empty mail to somebody: then nothing more is said on this session.
    /// </summary>
    private const string Nothing = ".\r\n";

    private readonly SmtpReplies _replies = new(stream);
    private readonly ArrayBufferWriter<byte> _out = new(Block);
    private readonly bool _pipelining = offers.HasFlag(SmtpCapabilities.Pipelining);
    private Outgoing? _said;

    /// <summary>The mail that has to be next, because the last one took it on.</summary>
    public Outgoing? Ahead { get; private set; }

    /// <summary>Relay and we agree on whose turn it is.</summary>
    public bool IsIntact { get; private set; } = true;

    /// <returns>What the relay said to the final dot.</returns>
    /// <exception cref="SmtpCommandException">It said no.</exception>
    public async Task<string> SendAsync(Outgoing mail, Func<Outgoing?> next)
    {
        (Ahead, IsIntact) = (null, false);
        await (_pipelining ? InviteAtOnceAsync(mail) : InviteStepByStepAsync(mail));
        await WriteContentAsync(mail, next);
        if (await _replies.ReadAsync(mail.Deadline.Token) is var code and not 250)
            throw await RefusedAsync(SmtpErrorCode.MessageNotAccepted, code, mail.Deadline);
        IsIntact = true;
        return _replies.Text;
    }

    private async Task InviteStepByStepAsync(Outgoing mail)
    {
        if (await SayAsync(SmtpEnvelope.Mail(mail.Mail, offers), mail.Deadline) is var sender && !IsYesToMail(sender))
            throw await RefusedAsync(SmtpErrorCode.SenderNotAccepted, sender, mail.Deadline);
        conversation.Accepted();
        if (await SayAsync(SmtpEnvelope.Recipient(mail.Mail, offers), mail.Deadline) is var recipient && !IsYesToRecipient(recipient))
            throw await RefusedAsync(SmtpErrorCode.RecipientNotAccepted, recipient, mail.Deadline);
        conversation.Reached(SmtpPhase.Data);
        if (await SayAsync(Data, mail.Deadline) is var data and not 354)
            throw await RefusedAsync(SmtpErrorCode.UnexpectedStatusCode, data, mail.Deadline);
    }

    /// <summary>All three replies come, whatever they are, and the first no is the one that counts, also when the relay hangs up behind it.</summary>
    private async Task InviteAtOnceAsync(Outgoing mail)
    {
        if (_said != mail)
            await SayAsync(mail);
        _said = null;
        SmtpCommandException? refusal = null;
        int recipient, data;
        try
        {
            if (await _replies.ReadAsync(mail.Deadline.Token) is var sender && IsYesToMail(sender))
                conversation.Accepted();
            else
                refusal = Refusal(SmtpErrorCode.SenderNotAccepted, sender);
            recipient = await _replies.ReadAsync(mail.Deadline.Token);
            if (!IsYesToRecipient(recipient))
                refusal ??= Refusal(SmtpErrorCode.RecipientNotAccepted, recipient);
            if (refusal is null)
                conversation.Reached(SmtpPhase.Data);
            data = await _replies.ReadAsync(mail.Deadline.Token);
            if (data != 354)
                refusal ??= Refusal(SmtpErrorCode.UnexpectedStatusCode, data);
        }
        catch (Exception broken) when (refusal is not null && Classification.IsOfTheWire(broken))
        {
            throw refusal;
        }

        if (refusal is null)
            return;
        if (data != 354 || (!IsYesToRecipient(recipient) && await AnswersAsync(Nothing, mail.Deadline) is not null))
            await ResetAsync((int)refusal.StatusCode, mail.Deadline);
        throw refusal;
    }

    private async Task WriteContentAsync(Outgoing mail, Func<Outgoing?> next)
    {
        var content = mail.Mail.Stuffed;
        for (; content.Length > Block; content = content[Block..])
        {
            await stream.WriteAsync(content[..Block], mail.Deadline.Token);
            mail.Deadline.NextBlock();
        }

        mail.Deadline.PointOfNoReturn();
        conversation.Reached(SmtpPhase.LastBlock);
        _out.ResetWrittenCount();
        _out.Write(content.Span);
        _out.Write(".\r\n"u8);
        if (_pipelining && (Ahead = next()) is { } following && TryCommands(following))
        {
            _said = following;
            conversation.Reached(SmtpPhase.FinalDot); // an error does not say whether it came before the dot or behind it
        }

        await stream.WriteAsync(_out.WrittenMemory, mail.Deadline.Token);
        CrashPoint.Reached(CrashPoint.AfterDot);
        conversation.Reached(SmtpPhase.FinalDot);
    }

    private async Task SayAsync(Outgoing mail)
    {
        _out.ResetWrittenCount();
        Commands(mail.Mail);
        await stream.WriteAsync(_out.WrittenMemory, mail.Deadline.Token);
    }

    private void Commands(RenderedMail mail) => _out.Write($"{SmtpEnvelope.Mail(mail, offers)}{SmtpEnvelope.Recipient(mail, offers)}{Data}");

    /// <summary>False when its address cannot be written for this relay: it is refused when it is its turn.</summary>
    private bool TryCommands(Outgoing mail)
    {
        if (!SmtpEnvelope.CanBeWritten(mail.Mail, offers))
            return false;
        Commands(mail.Mail);
        return true;
    }

    private async Task<int> SayAsync(string command, SendDeadline deadline)
    {
        _out.ResetWrittenCount();
        _out.Write(command);
        await stream.WriteAsync(_out.WrittenMemory, deadline.Token);
        deadline.NextAnswer();
        return await _replies.ReadAsync(deadline.Token);
    }

    /// <summary>Null when there is none any more: what the relay said before is what counts.</summary>
    private async Task<int?> AnswersAsync(string command, SendDeadline deadline)
    {
        try
        {
            return await SayAsync(command, deadline);
        }
        catch (Exception broken) when (Classification.IsOfTheWire(broken))
        {
            return null;
        }
    }

    private async Task<SmtpCommandException> RefusedAsync(SmtpErrorCode what, int code, SendDeadline deadline)
    {
        var refusal = Refusal(what, code);
        if (_said is null)
            await ResetAsync(code, deadline);
        else
            IsIntact = true; // the next MAIL has been said already, and begins anew as well as RSET would
        return refusal;
    }

    private async Task ResetAsync(int code, SendDeadline deadline) =>
        IsIntact = SmtpVerdict.KeepsSession(SmtpStep.Data, code) && await AnswersAsync("RSET\r\n", deadline) == 250;

    private SmtpCommandException Refusal(SmtpErrorCode what, int code)
    {
        conversation.Heard(_replies.Last);
        return new SmtpCommandException(what, (SmtpStatusCode)code, _replies.Text);
    }

    private static bool IsYesToMail(int code) => code is >= 250 and < 260;

    private static bool IsYesToRecipient(int code) => code < 300;
}
