namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// The sessions to one relay that are not in use, kept for the next send. The newest one goes first, so that after a peak the others grow
/// old and are closed.
/// </summary>
internal sealed class SmtpSessionPool : IAsyncDisposable
{
    private readonly RelaySettings _settings;
    private readonly TimeProvider _time;
    private readonly Stack<SmtpSession> _idle = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _sweeper;

    public SmtpSessionPool(RelaySettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _sweeper = SweepAsync();
    }

    /// <summary>An idle session that is not worn, or null. Worn ones met on the way are closed.</summary>
    public async Task<SmtpSession?> TakeIdleAsync()
    {
        while (Pop() is { } session)
        {
            if (!session.IsWorn)
                return session;

            await session.CloseAsync();
        }

        return null;
    }

    public SmtpSession Create() => new(_settings, _time);

    /// <summary>Takes a session back after a send: kept if it is fit for another one, else hung up.</summary>
    public void Return(SmtpSession session, bool keep)
    {
        lock (_idle)
        {
            if (keep && !_closing.IsCancellationRequested)
            {
                _idle.Push(session);
                return;
            }
        }

        session.Dispose();
    }

    /// <summary>Hangs up on every idle session: the relay is down, and finding that out once more on each of them would take its time.</summary>
    public void Forget()
    {
        while (Pop() is { } session)
            session.Dispose();
    }

    /// <summary>Says goodbye on every idle session at once. One that is in use is hung up when its send ends.</summary>
    public async ValueTask DisposeAsync()
    {
        SmtpSession[] idle;
        lock (_idle)
        {
            _closing.Cancel();
            idle = [.. _idle];
            _idle.Clear();
        }

        await _sweeper;
        await Task.WhenAll(idle.Select(session => session.CloseAsync()));
    }

    /// <summary>Closes what idles, for relays count open connections.</summary>
    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(_settings.SessionIdle, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
                await Task.WhenAll(TakeIdleTooLong().Select(session => session.CloseAsync()));
        }
        catch (OperationCanceledException)
        {
            // The pool is closed.
        }
    }

    private SmtpSession? Pop()
    {
        lock (_idle)
            return _idle.TryPop(out var session) ? session : null;
    }

    private List<SmtpSession> TakeIdleTooLong()
    {
        lock (_idle)
        {
            var old = _idle.Where(session => session.IsIdleTooLong).ToList();
            var rest = _idle.Where(session => !session.IsIdleTooLong).Reverse().ToList();
            _idle.Clear();
            rest.ForEach(_idle.Push);
            return old;
        }
    }
}
