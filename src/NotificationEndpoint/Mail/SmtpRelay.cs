namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// Hands mails to one relay, as many at a time as it is called for. In: a mail and its envelope. Out: what became of it, within <see cref="RelaySettings.TotalTimeout"/>.
/// If the relay is away: <see cref="MailOutcome.Deferred"/> with <see cref="Blame.Relay"/>; whether to try another one is the caller's.
/// If we die in between: the relay has it if the final dot had left, so the caller notes the attempt before it calls.
/// Never: a mail to anybody but <c>recipient</c>, whatever its headers say; a second transmission of a mail that may have been taken.
/// </summary>
public sealed class SmtpRelay(RelaySettings settings, TimeProvider time, ILogger<SmtpRelay> log) : IAsyncDisposable
{
    public RelaySettings Settings => settings;

    private readonly SmtpSessionPool _pool = new(settings, time);

    /// <summary>How log lines, reasons and the ledger name this relay.</summary>
    public string Name => settings.Title;

    /// <param name="mail">Leaves as it is.</param>
    /// <param name="stopping">
    /// Ends the send as long as that is harmless. Once the last block leaves it has no effect: the answer is waited for.
    /// </param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> came in time; the mail was not sent.</exception>
    public async Task<MailOutcome> SendAsync(RenderedMail mail, CancellationToken stopping)
    {
        using var deadline = new SendDeadline(settings, time, stopping);
        try
        {
            var outcome = await SendReusedAsync(mail, deadline)
                ?? await SendOnAsync(_pool.Create(), mail, deadline, isFresh: true);
            MailLog.Ended(log, Name, mail, outcome);
            return outcome;
        }
        catch (OperationCanceledException) when (deadline.IsAbandoned)
        {
            log.Abandoned(Name, mail.MessageId);
            throw new OperationCanceledException(stopping);
        }
    }

    /// <summary>Whether the relay can be talked to: connects, with TLS and our account, and keeps the session for the next mail.</summary>
    /// <returns>Null when it can; else why not, one bounded line.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> came.</exception>
    public async Task<string?> ProbeAsync(CancellationToken stopping)
    {
        using var deadline = new SendDeadline(settings, time, stopping);
        var session = _pool.Create();
        try
        {
            return await session.OpenAsync(deadline);
        }
        catch (OperationCanceledException) when (deadline.IsAbandoned)
        {
            throw new OperationCanceledException(stopping);
        }
        finally
        {
            _pool.Return(session, keep: session.IsUsable);
        }
    }

    /// <summary>Hangs up on every idle session: they are as dead as the relay.</summary>
    public void ForgetSessions() => _pool.Forget();

    /// <summary>Says QUIT on every idle session, without waiting long for the answers. Sends should have ended.</summary>
    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    /// <summary>
    /// Null when there is no idle session, or when the one there was did not even take MAIL: relays drop idle sessions without a word,
    /// and that is neither this mail's fault nor a sign of trouble.
    /// </summary>
    private async Task<MailOutcome?> SendReusedAsync(
        RenderedMail mail, SendDeadline deadline)
    {
        if (await _pool.TakeIdleAsync() is not { } session)
            return null;

        var outcome = await SendOnAsync(session, mail, deadline, isFresh: false);
        if (session.SenderAccepted || outcome is not MailOutcome.Deferred deferred)
            return outcome;

        log.StaleSession(Name, deferred.Reason);
        return null;
    }

    private async Task<MailOutcome> SendOnAsync(
        SmtpSession session, RenderedMail mail, SendDeadline deadline, bool isFresh)
    {
        try
        {
            return await session.SendAsync(mail, deadline);
        }
        finally
        {
            _pool.Return(session, keep: session.IsUsable && (isFresh || session.SenderAccepted));
        }
    }
}
