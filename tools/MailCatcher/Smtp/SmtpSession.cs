using System.Text;
using Notifications.MailCatcher.Faults;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Smtp;

/// <summary>
/// One conversation. In come commands, out go replies, in their order; a message is in the inbox before its 250 is written.
/// If the client goes away before the final dot, its message never was; if it goes after, the message stays whether or not it saw the 250.
/// </summary>
internal sealed class SmtpSession(SmtpWire wire, Inbox inbox, FaultRules faults, MailCatcherSettings settings)
{
    private readonly SmtpContent _content = new(settings.LargestMessage);
    private readonly List<string> _to = [];
    private readonly SmtpReceptions _receptions = new(wire, settings);
    private string? _helo, _from;
    private bool _utf8;
    private FaultRule? _slowness;

    // What a command leads to.
    private enum Turn { Next, Close, Cut }

    public async Task RunAsync()
    {
        var turn = await ConnectAsync();
        while (turn == Turn.Next)
            turn = await ListenAsync();

        if (turn == Turn.Cut)
            wire.Cut();
        else
            await wire.FlushAsync();
    }

    private ValueTask<Turn> ConnectAsync() => WithFaultAsync(FaultPoint.Connect, [], () => SayAsync(SmtpReplies.Banner));

    private async ValueTask<Turn> ListenAsync() => await wire.ReadLineAsync() switch
    {
        SmtpInput.Complete => await AnswerAsync(wire.Line),
        SmtpInput.LineTooLong => await SayAsync(SmtpReplies.LineTooLong),
        SmtpInput.BareLineFeed => await SayAsync(SmtpReplies.BareLineFeed),
        SmtpInput.NotText => await SayAsync(SmtpReplies.NotText),
        var end => await EndAsync(end),
    };

    private ValueTask<Turn> AnswerAsync(string line)
    {
        var blank = line.IndexOf(' ');
        var verb = blank < 0 ? line : line[..blank];
        var argument = blank < 0 ? "" : line[(blank + 1)..].Trim(' ');

        return verb.ToUpperInvariant() switch
        {
            "EHLO" => HelloAsync(argument, SmtpReplies.Extensions(settings.LargestMessage)),
            "HELO" => HelloAsync(argument, SmtpReplies.Hello),
            "MAIL" => MailAsync(argument),
            "RCPT" => RecipientAsync(argument),
            "DATA" => argument.Length > 0 ? SayAsync(SmtpReplies.NoArgument) : DataAsync(),
            "RSET" => argument.Length > 0 ? SayAsync(SmtpReplies.NoArgument) : ResetAsync(),
            "NOOP" => SayAsync(SmtpReplies.Ok),
            "VRFY" => SayAsync(SmtpReplies.CannotVerify),
            "HELP" => SayAsync(SmtpReplies.Help),
            "QUIT" => argument.Length > 0 ? SayAsync(SmtpReplies.NoArgument) : SayAsync(SmtpReplies.Goodbye, Turn.Close),
            "AUTH" or "STARTTLS" or "BDAT" or "EXPN" or "ETRN" or "TURN" => SayAsync(SmtpReplies.NotImplemented),
            _ => SayAsync(SmtpReplies.UnknownCommand),
        };
    }

    private ValueTask<Turn> HelloAsync(string name, string reply)
    {
        if (name.Length == 0)
            return SayAsync(SmtpReplies.NeedsName);

        return WithFaultAsync(FaultPoint.Helo, [], () =>
        {
            _helo = name;
            ForgetMessage();
            return SayAsync(reply);
        });
    }

    private ValueTask<Turn> MailAsync(string argument)
    {
        if (_helo is null)
            return SayAsync(SmtpReplies.HelloFirst);
        if (_from is not null)
            return SayAsync(SmtpReplies.SenderGiven);
        if (SmtpAddress.Read(argument, "FROM:") is not { } sender)
            return SayAsync(SmtpReplies.NeedsSender);
        if (!sender.IsNull && !sender.IsMailbox)
            return SayAsync(SmtpReplies.BadSender);
        if (SenderParameters.Read(sender.Parameters, settings.LargestMessage, out var utf8) is { } problem)
            return SayAsync(problem);
        if (!utf8 && !Ascii.IsValid(sender.Mailbox))
            return SayAsync(SmtpReplies.NeedsSmtpUtf8);

        return WithFaultAsync(FaultPoint.Mail, [], () =>
        {
            _from = sender.Mailbox;
            _utf8 = utf8;
            return SayAsync(SmtpReplies.SenderOk);
        });
    }

    private ValueTask<Turn> RecipientAsync(string argument)
    {
        if (_from is null)
            return SayAsync(SmtpReplies.SenderFirst);
        if (SmtpAddress.Read(argument, "TO:") is not { } recipient)
            return SayAsync(SmtpReplies.NeedsRecipient);

        return _receptions.TellAsync(
            () => RecipientAsync(recipient), answer => answer is { Answer: ['5', ..] } ? answer with { Sender = _from, Recipients = [recipient.Mailbox] } : null);
    }

    private ValueTask<Turn> RecipientAsync(SmtpAddress recipient)
    {
        if (!recipient.IsMailbox)
            return SayAsync(SmtpReplies.BadRecipient);
        if (recipient.Parameters.Length > 0)
            return SayAsync(SmtpReplies.UnknownParameter);
        if (!_utf8 && !Ascii.IsValid(recipient.Mailbox))
            return SayAsync(SmtpReplies.NeedsSmtpUtf8);
        if (_to.Count >= settings.MaximumRecipients)
            return SayAsync(SmtpReplies.TooManyRecipients);

        return WithFaultAsync(FaultPoint.Rcpt, [recipient.Mailbox], () =>
        {
            _to.Add(recipient.Mailbox);
            return SayAsync(SmtpReplies.RecipientOk);
        });
    }

    private ValueTask<Turn> DataAsync()
    {
        if (_from is null)
            return SayAsync(SmtpReplies.SenderFirst);
        if (_to.Count == 0)
            return SayAsync(SmtpReplies.RecipientFirst);

        return WithFaultAsync(FaultPoint.Data, _to, ReadContentAsync, CutContentAsync);
    }

    private async ValueTask<Turn> ReadContentAsync()
    {
        await SayAsync(SmtpReplies.SendContent);
        _content.Clear();
        if (await wire.ReadContentAsync(_content) is not SmtpInput.Complete and var end)
            return await EndAsync(end);

        var turn = await EndOfDataAsync();
        ForgetMessage();
        return turn;
    }

    private ValueTask<Turn> EndOfDataAsync()
    {
        // The envelope is copied when the message is kept: once, whether before a fault or after it.
        CaughtMessage? kept = null;
        return _receptions.TellAsync(
            () => _content.IsTooLarge
                ? SayAsync(SmtpReplies.TooLarge)
                : WithFaultAsync(FaultPoint.EndOfData, _to, () => SayAsync(SmtpReplies.Queued((kept ??= Keep()).Id)), keep: () => kept = Keep()),
            answer => kept is null
                ? answer with { Sender = _from!, Recipients = _to.ToArray(), Content = _content.ToMemory() }
                : answer with { At = kept.ReceivedAt, Sender = kept.From, Recipients = kept.To, Content = kept.Raw, Taken = true });
    }

    private CaughtMessage Keep() => inbox.Add(_from!, _to.ToArray(), _helo!, _content.ToMemory());

    private async ValueTask<Turn> CutContentAsync()
    {
        await SayAsync(SmtpReplies.SendContent);
        await wire.ReadAnythingAsync();
        return Turn.Cut;
    }

    private ValueTask<Turn> ResetAsync()
    {
        ForgetMessage();
        return SayAsync(SmtpReplies.Ok);
    }

    private void ForgetMessage()
    {
        _from = null;
        _to.Clear();
        _utf8 = false;
    }

    /// <summary>The one place where faults take effect: before what the server would do, or instead of it.</summary>
    private ValueTask<Turn> WithFaultAsync(
        FaultPoint at, IReadOnlyList<string> recipients, Func<ValueTask<Turn>> proceed, Func<ValueTask<Turn>>? cut = null, Action? keep = null) =>
        faults.Strike(at, recipients) is { } rule ? MisbehaveAsync(rule, proceed, cut, keep) : proceed();

    private async ValueTask<Turn> MisbehaveAsync(FaultRule rule, Func<ValueTask<Turn>> proceed, Func<ValueTask<Turn>>? cut, Action? keep)
    {
        if (rule.Fault.Keep)
            keep?.Invoke();

        switch (rule.Fault.Do)
        {
            case FaultAction.Reply { Line: var line }:
                return await SayAsync(line, line.StartsWith("421", StringComparison.Ordinal) ? Turn.Close : Turn.Next);
            case FaultAction.Cut when cut is not null:
                return await cut();
            case FaultAction.Cut:
                await wire.FlushAsync();
                return Turn.Cut;
            case FaultAction.Refuse:
                return Turn.Close;
            case FaultAction.Slow when rule.Fault.At == FaultPoint.Connect:
                _slowness = rule;
                return await proceed();
            case FaultAction.Slow { By: var time }:
                return await PauseAsync(time, rule) ? await proceed() : Turn.Close;
            case FaultAction.Hang { For: var time }:
                return await PauseAsync(time ?? Timeout.InfiniteTimeSpan, rule) ? await proceed() : Turn.Close;
            default:
                throw new InvalidOperationException($"No effect is written for {rule.Fault.Do}.");
        }
    }

    /// <returns>Whether there is still somebody to talk to after it.</returns>
    private async ValueTask<bool> PauseAsync(TimeSpan time, FaultRule rule)
    {
        await wire.FlushAsync();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(wire.Over);
        await Task.WhenAny(rule.Removed, Task.Delay(time, settings.Time, enough.Token));
        await enough.CancelAsync();
        return !wire.Over.IsCancellationRequested;
    }

    private async ValueTask<Turn> SayAsync(string reply, Turn then = Turn.Next)
    {
        if (_slowness is { Fault.Do: FaultAction.Slow { By: var time } } rule && !await PauseAsync(time, rule))
            return Turn.Close;

        wire.Write(reply);
        return then;
    }

    private async ValueTask<Turn> EndAsync(SmtpInput end) => end switch
    {
        SmtpInput.Idle => await SayAsync(SmtpReplies.Idle, Turn.Close),
        SmtpInput.Stopping => await SayAsync(SmtpReplies.Stopping, Turn.Close),
        _ => Turn.Close,
    };
}
