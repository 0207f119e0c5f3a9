using System.Diagnostics;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>Serves one mail after the other, each over a kept session or a new one, and ends each of them, whatever happens.</summary>
/// <param name="pool">Where sessions come from and go to.</param>
/// <param name="next">The next mail, or null when this service is to end.</param>
/// <param name="ahead">The next mail, for a session that can say its envelope now; null when none waits.</param>
/// <param name="relay">For people.</param>
/// <param name="log">For people.</param>
internal sealed class SmtpService(SmtpSessionPool pool, Func<Outgoing?> next, Func<Outgoing?> ahead, string relay, ILogger log)
{
    public async Task ServeAsync(Outgoing first)
    {
        SmtpSession? chained = null;
        var mail = first;
        while (mail is not null)
        {
            Activity.Current = mail.Trace;
            (chained, var following) = await SendAsync(mail, chained);
            mail = following ?? next();
        }
    }

    /// <param name="mail">To send, if nobody has taken it back.</param>
    /// <param name="chained">The session that has said its envelope; null when none has.</param>
    /// <returns>The mail that was taken on ahead, and the session that has said its envelope, unless that one broke since: then it is as if nothing had been said.</returns>
    private async Task<(SmtpSession? Chained, Outgoing? Following)> SendAsync(Outgoing mail, SmtpSession? chained)
    {
        if (!mail.TryBegin())
        {
            chained?.Dispose(); // the relay waits for a content that will not come, and an empty one would be sent to the recipient
            return default;
        }

        var session = chained;
        try
        {
            session ??= await pool.TakeIdleAsync();
            if (session is null || await SendReusedAsync(session, mail) is not { } outcome)
            {
                session = pool.Create();
                outcome = await session.SendAsync(mail, ahead);
            }

            var following = PutBack(session);
            mail.Finish(outcome);
            return following;
        }
        catch (Exception failure) // a stop in time, or a mistake of ours: the caller knows how to tell them apart
        {
            var following = session is null ? default : PutBack(session);
            mail.Fail(failure);
            return following;
        }
    }

    /// <summary>
    /// Null when the session did not even take MAIL: relays drop idle sessions without a word, and that is neither this mail's fault nor a sign of trouble.
    /// </summary>
    private async Task<MailOutcome?> SendReusedAsync(SmtpSession session, Outgoing mail)
    {
        var outcome = await session.SendAsync(mail, ahead);
        if (session.SenderAccepted || outcome is not MailOutcome.Deferred deferred)
            return outcome;

        session.Dispose();
        log.StaleSession(relay, deferred.Reason);
        return null;
    }

    /// <summary>Before the mail ends: who waits for its end may send the next one over this session.</summary>
    private (SmtpSession? Chained, Outgoing? Following) PutBack(SmtpSession session)
    {
        if (session is { IsUsable: true, Ahead: { } following })
            return (session, following);
        pool.Return(session, keep: session.IsUsable);
        return (null, session.Ahead);
    }
}
