using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Relays;

/// <summary>
/// All relays, and whose turn it is at which. In: somebody with a mail, who waits. Out: a place at the first relay that is not down and has room.
/// Relay down: it gets no mail and is looked at until it answers; then one mail at a time, until one is accepted. All down: whoever asks
/// is told so at once, and so is <paramref name="allDown"/>, which stops more from coming.
/// Never: more mails at a time at a relay than its sessions, or more a second than it was given.
/// </summary>
/// <param name="relays">In the order of preference.</param>
/// <param name="allDown">Called when the last one has gone down, with a sentence.</param>
/// <param name="someUp">Called when one of them can be tried again.</param>
/// <param name="time">For pauses.</param>
/// <param name="log">For people.</param>
public sealed class RelaySet(IReadOnlyList<SmtpRelay> relays, Action<string> allDown, Action someUp, TimeProvider time, ILogger<RelaySet> log) : IAsyncDisposable
{
    /// <summary>
    /// Of a relay that refuses everybody, between two mails. Short: if it were the customers after all (somebody orders with made-up addresses), good
    /// mails would have to wait their turn behind them.
    /// </summary>
    private static readonly TimeSpan RestAfterRefusal = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<RelayStation> _stations = [.. relays.Select(relay => new RelayStation(relay))];
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly List<Task> _looking = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly long _start = time.GetTimestamp();
    private ITimer? _alarm;
    private bool _allDown;

    /// <summary>The relays that get no mail just now.</summary>
    public IReadOnlyList<string> Down
    {
        get
        {
            lock (_lock)
                return [.. _stations.Where(station => station.IsDown).Select(station => station.Name)];
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Waits for a place, in the order of asking.</summary>
    /// <param name="tried">Relays that the mail was at already.</param>
    /// <param name="stopping">Ends the waiting.</param>
    /// <returns>Null when there is no other relay that is not down.</returns>
    public async Task<RelayPlace?> EnterAsync(IReadOnlyCollection<string> tried, CancellationToken stopping)
    {
        var waiter = new Waiter(tried);
        lock (_lock)
        {
            _waiting.AddLast(waiter);
            ServeWaiting();
        }

        await using (stopping.UnsafeRegister(_ => waiter.Place.TrySetCanceled(stopping), null))
            return await waiter.Place.Task;
    }

    /// <summary>Stops looking; places should have been left. Closes the sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] looking;
        lock (_lock)
        {
            _closing.Cancel();
            looking = [.. _looking];
        }

        await Task.WhenAll(looking);
        if (_alarm is not null)
            await _alarm.DisposeAsync();
        foreach (var station in _stations)
            await station.Relay.DisposeAsync();
    }

    /// <summary>A mail has ended. While the relay is on trial, because it refuses everybody, a refusal says nothing about this customer.</summary>
    internal RelayAnswer Note(RelayPlace place, MailOutcome outcome)
    {
        lock (_lock)
        {
            var station = place.Station;
            var takesOthers = station.Accepted > place.AcceptedBefore;
            var isOnTrial = station.Circuit.State != CircuitState.Closed;
            Learn(station, place.Number, outcome);
            if (!isOnTrial || outcome is not MailOutcome.Rejected refused)
                return new RelayAnswer(outcome, takesOthers);

            station.RestsUntil = Now + RestAfterRefusal;
            return new RelayAnswer(new MailOutcome.Deferred($"{refused.Reason} (as to everybody just now)", Blame.Relay), TakesOthers: false);
        }
    }

    internal void Leave(RelayPlace place)
    {
        lock (_lock)
        {
            place.Station.InUse--;
            ServeWaiting();
        }
    }

    private void Learn(RelayStation station, long mail, MailOutcome outcome)
    {
        if (outcome is MailOutcome.Accepted)
        {
            station.Accepted++;
            station.Limit.Accepted();
        }

        if (outcome is MailOutcome.Deferred { AsksForLess: true } && station.Limit.AskedForLess(mail))
            log.AsksForLess(station.Name, station.Limit.Value, station.Relay.Settings.Sessions);
        if (!station.Circuit.Note(RelaySigns.Of(outcome)))
            return;
        switch (station.Circuit.State)
        {
            case CircuitState.Closed:
                log.Up(station.Name);
                break;
            case CircuitState.HalfOpen:
                log.RefusesAll(station.Name, MailOutcome.ReasonOf(outcome));
                break;
            default:
                log.Down(station.Name, MailOutcome.ReasonOf(outcome), station.Circuit.Rest);
                WentDown(station);
                break;
        }
    }

    private void WentDown(RelayStation station)
    {
        _looking.RemoveAll(look => look.IsCompleted);
        if (!_closing.IsCancellationRequested)
            _looking.Add(LookUntilItAnswersAsync(station));
        if (_allDown || !_stations.TrueForAll(each => each.IsDown))
            return;
        _allDown = true;
        log.AllDown(_stations.Count);
        allDown($"no mail relay can be used ({string.Join(", ", _stations.Select(each => each.Name))})");
    }

    private async Task LookUntilItAnswersAsync(RelayStation station)
    {
        await Task.Yield(); // the lock is held
        station.Relay.ForgetSessions();
        try
        {
            do
                await Task.Delay(station.Circuit.Rest, time, _closing.Token);
            while (!Looked(station, await station.Relay.ProbeAsync(_closing.Token)));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Nobody needs to know any more.
        }
    }

    /// <returns>True when it answers.</returns>
    private bool Looked(RelayStation station, string? trouble)
    {
        lock (_lock)
        {
            station.Circuit.Looked(answers: trouble is null);
            if (trouble is not null)
            {
                log.StillDown(station.Name, trouble, station.Circuit.Rest);
                return false;
            }

            log.Answers(station.Name);
            ServeWaiting();
            if (_allDown)
                someUp();
            _allDown = false;
            return true;
        }
    }

    /// <summary>Gives places to whoever waits, first come, first served, but one who has nowhere to go does not hold up the others.</summary>
    private void ServeWaiting()
    {
        var now = Now;
        var alarm = Timeout.InfiniteTimeSpan;
        for (var node = _waiting.First; node is not null;)
        {
            var (waiter, next) = (node.Value, node.Next);
            if (waiter.Place.Task.IsCompleted || Serve(waiter, now, ref alarm))
                _waiting.Remove(node);
            node = next;
        }

        if (alarm != Timeout.InfiniteTimeSpan)
            (_alarm ??= time.CreateTimer(_ => RateAllows(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)).Change(alarm, Timeout.InfiniteTimeSpan);
    }

    private bool Serve(Waiter waiter, TimeSpan now, ref TimeSpan alarm)
    {
        var mayWait = false;
        foreach (var station in _stations.Where(station => !station.IsDown && !waiter.Tried.Contains(station.Name)))
        {
            mayWait = true;
            var wait = station.WaitAt(now);
            if (station.HasRoom && wait == TimeSpan.Zero)
                return Give(station, waiter, now);
            if (wait > TimeSpan.Zero && (alarm == Timeout.InfiniteTimeSpan || wait < alarm))
                alarm = wait;
        }

        return !mayWait && waiter.Place.TrySetResult(null);
    }

    /// <summary>True also when the waiter has just gone: then the place is still free.</summary>
    private bool Give(RelayStation station, Waiter waiter, TimeSpan now)
    {
        if (!waiter.Place.TrySetResult(new RelayPlace(this, station)))
            return true;
        station.InUse++;
        station.Rate.Take(now);
        return true;
    }

    private void RateAllows()
    {
        lock (_lock)
            ServeWaiting();
    }

    private sealed record Waiter(IReadOnlyCollection<string> Tried)
    {
        public TaskCompletionSource<RelayPlace?> Place { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
