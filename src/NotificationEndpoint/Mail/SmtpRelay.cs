namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// Hands mails to one relay over at most so many sessions; what comes while all are busy waits for the first that is free. In: a mail and its envelope.
/// Out: what became of it, within <see cref="RelaySettings.TotalTimeout"/>.
/// If the relay is away: <see cref="MailOutcome.Deferred"/> with <see cref="Blame.Relay"/>; whether to try another one is the caller's.
/// If we die in between: the relay has it if the final dot had left, so the caller notes the attempt before it calls.
/// Never: a mail to anybody but its recipient, whatever its headers say; a second transmission of a mail that may have been taken.
/// </summary>
public sealed class SmtpRelay : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Outgoing> _waiting = new();
    private readonly SmtpSessionPool _pool;
    private readonly SmtpService _service;
    private readonly TimeProvider _time;
    private readonly ILogger<SmtpRelay> _log;
    private int _busy;
    private int _most;

    public SmtpRelay(RelaySettings settings, TimeProvider time, ILogger<SmtpRelay> log)
    {
        (Settings, _time, _log, _most) = (settings, time, log, settings.Sessions);
        _pool = new SmtpSessionPool(settings, time);
        _service = new SmtpService(_pool, Next, Ahead, Name, log);
    }

    public RelaySettings Settings { get; }

    /// <summary>How log lines, reasons and the ledger name this relay.</summary>
    public string Name => Settings.Title;

    /// <summary>Sessions in use.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <param name="mail">Leaves as it is.</param>
    /// <param name="watch">Is told when a session begins and ends with it.</param>
    /// <param name="stopping">
    /// Ends the send as long as that is harmless. Once the last block leaves it has no effect: the answer is waited for.
    /// </param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> came in time; the mail was not sent.</exception>
    public async Task<MailOutcome> SendAsync(RenderedMail mail, ISendWatch? watch, CancellationToken stopping)
    {
        using var outgoing = new Outgoing(mail, Settings, _time, watch, stopping);
        Take(outgoing);
        try
        {
            var outcome = await outgoing.End;
            MailLog.Ended(_log, Name, mail, outcome);
            return outcome;
        }
        catch (OperationCanceledException) when (outgoing.Deadline.IsAbandoned)
        {
            _log.Abandoned(Name, mail.MessageId);
            throw new OperationCanceledException(stopping);
        }
    }

    /// <summary>From now on at most <paramref name="sessions"/> serve. Those that are busy beyond that end with their mail.</summary>
    public void Allow(int sessions)
    {
        if (sessions == Volatile.Read(ref _most))
            return;
        lock (_lock)
        {
            _most = sessions;
            while (_busy < _most && _waiting.TryDequeue(out var mail))
                Begin(mail);
        }
    }

    /// <summary>Gives back what waits for a session: it is not to wait for a relay in trouble.</summary>
    public void HandBack()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var mail))
                mail.TakeBack("is in trouble, and had no session free before");
        }
    }

    /// <summary>Whether the relay can be talked to: connects, with TLS and our account, and keeps the session for the next mail.</summary>
    /// <returns>Null when it can; else why not, one bounded line.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> came.</exception>
    public async Task<string?> ProbeAsync(CancellationToken stopping)
    {
        using var deadline = new SendDeadline(Settings, _time, stopping);
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

    private void Take(Outgoing mail)
    {
        lock (_lock)
        {
            if (_busy < _most)
            {
                Begin(mail);
                return;
            }

            mail.Wait();
            _waiting.Enqueue(mail);
        }
    }

    /// <summary>In no mail's context: the session goes on with other mails.</summary>
    private void Begin(Outgoing mail)
    {
        _busy++;
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
            _ = Task.Run(() => _service.ServeAsync(mail));
    }

    /// <summary>Null ends the service of the session that asks.</summary>
    private Outgoing? Next()
    {
        lock (_lock)
        {
            if (_busy <= _most && _waiting.TryDequeue(out var mail))
                return mail;
            _busy--;
            return null;
        }
    }

    /// <summary>For a session that can say the next mail's envelope behind the content of the one before.</summary>
    private Outgoing? Ahead()
    {
        lock (_lock)
            return _busy <= _most && _waiting.TryDequeue(out var mail) ? mail : null;
    }
}
