using System.Diagnostics;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// One mail while its relay has it: it waits for a session, then has one, then has ended. A session may begin with it, or a stop or the end of its patience may take
/// it back, and whichever comes first decides: what was taken back was not sent.
/// </summary>
internal sealed class Outgoing : IDisposable
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int TakenBack = 2;

    private readonly TaskCompletionSource<MailOutcome> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _relay;
    private readonly ISendWatch? _watch;
    private CancellationTokenRegistration _patience;
    private int _state = Waiting;

    /// <param name="mail">To send.</param>
    /// <param name="settings">Of the relay.</param>
    /// <param name="time">For its limits.</param>
    /// <param name="watch">Whom it is told.</param>
    /// <param name="stopping">As in <see cref="SmtpRelay.SendAsync"/>.</param>
    public Outgoing(RenderedMail mail, RelaySettings settings, TimeProvider time, ISendWatch? watch, CancellationToken stopping)
    {
        (Mail, _relay, _watch) = (mail, settings.Title, watch);
        Deadline = new SendDeadline(settings, time, stopping);
    }

    public RenderedMail Mail { get; }

    public SendDeadline Deadline { get; }

    /// <summary>What the caller is in the middle of: the sessions serve one mail after the other, each in its own trace.</summary>
    public Activity? Trace { get; } = Activity.Current;

    /// <exception cref="OperationCanceledException">It was stopped in time; it was not sent.</exception>
    public Task<MailOutcome> End => _end.Task;

    /// <summary>No session is free. It waits for as long as for an answer, and that time is part of its total.</summary>
    public void Wait()
    {
        Deadline.NextAnswer();
        _patience = Deadline.Token.UnsafeRegister(static mail => ((Outgoing)mail!).TakeBack("had no session free in time"), this);
    }

    /// <summary>False when it was taken back.</summary>
    public bool TryBegin()
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) != Waiting)
            return false;
        _patience.Dispose();
        _watch?.Begins();
        return true;
    }

    /// <summary>If it still waits, it ends here: certainly not sent, and another relay may have it.</summary>
    public void TakeBack(string reason)
    {
        if (Interlocked.CompareExchange(ref _state, TakenBack, Waiting) != Waiting)
            return;
        if (Deadline.IsAbandoned)
            Fail(new OperationCanceledException("Stopped while waiting for a session."));
        else
            _end.TrySetResult(new MailOutcome.Deferred($"{_relay} {reason}", Blame.Relay));
    }

    /// <summary>Its session is done with it.</summary>
    public void Finish(MailOutcome outcome)
    {
        _watch?.Ends(outcome);
        _end.TrySetResult(outcome);
    }

    public void Fail(Exception failure) => _end.TrySetException(failure);

    public void Dispose()
    {
        _patience.Dispose();
        Deadline.Dispose();
    }
}
