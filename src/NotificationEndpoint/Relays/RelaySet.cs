using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Relays;

/// <summary>
/// All relays, and whose turn it is at which. In: somebody with a mail, who waits. Out: a place at the first relay that is not down and has room.
/// Relay down: it gets no mail and is looked at until it answers; then one mail at a time, until one is accepted. All down: whoever asks
/// is told so at once, and so is the consumer, so that no more come.
/// Never: more mails at a time at a relay than its sessions, or more a second than it was given. A few more have a place already, so that they are claimed when
/// a session is free (<see cref="ClaimedAhead"/>); not at a relay that is slow or on trial.
/// </summary>
public sealed class RelaySet : IAsyncDisposable
{
    /// <summary>
    /// Of a relay that refuses everybody, between two mails. Short: if it were the customers after all (somebody orders with made-up addresses), good
    /// mails would have to wait their turn behind them.
    /// </summary>
    private static readonly TimeSpan RestAfterRefusal = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<RelayStation> _stations;
    private readonly RelayQueue _queue;
    private readonly List<Task> _looking = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Action<string> _noneUp;
    private readonly Action _someUp;
    private readonly TimeProvider _time;
    private readonly ILogger<RelaySet> _log;
    private readonly long _start;
    private readonly ITimer _alarm;
    private bool _allDown;

    /// <param name="relays">In the order of preference.</param>
    /// <param name="noneUp">Called when the last one has gone down, with a sentence.</param>
    /// <param name="someUp">Called when one of them can be tried again.</param>
    /// <param name="time">For pauses.</param>
    /// <param name="log">For people.</param>
    public RelaySet(IReadOnlyList<SmtpRelay> relays, Action<string> noneUp, Action someUp, TimeProvider time, ILogger<RelaySet> log)
    {
        (_noneUp, _someUp, _time, _log) = (noneUp, someUp, time, log);
        _stations = [.. relays.Select(relay => new RelayStation(relay))];
        _queue = new RelayQueue(_stations);
        _start = time.GetTimestamp();
        foreach (var relay in relays.Where(relay => relay.Settings is { Transaction: SmtpTransaction.Pipelined, IsPipelined: false }))
            log.NotPipelined(relay.Name);
        _alarm = time.CreateTimer(_ => RateAllows(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The relays that get no mail just now.</summary>
    public IReadOnlyList<string> Down
    {
        get
        {
            lock (_lock)
                return [.. _stations.Where(station => station.IsDown).Select(station => station.Name)];
        }
    }

    /// <summary>How each stands, in the order of preference.</summary>
    public IReadOnlyList<RelayStanding> Now
    {
        get
        {
            lock (_lock)
                return [.. _stations.Select(station => new RelayStanding(station.Name, station.IsDown, station.Limit.Value, station.Relay.Busy))];
        }
    }

    private TimeSpan Clock => _time.GetElapsedTime(_start);

    /// <summary>Waits for a place, in the order of asking.</summary>
    /// <param name="tried">Relays that the mail was at already.</param>
    /// <param name="stopping">Ends the waiting.</param>
    /// <returns>Null when there is no other relay that is not down.</returns>
    public async Task<RelayPlace?> EnterAsync(IReadOnlyCollection<string> tried, CancellationToken stopping)
    {
        RelayQueue.Waiter waiter;
        lock (_lock)
        {
            if (_queue.TryServe(tried, Clock, out var now))
                return now is null ? null : new RelayPlace(this, now);
            waiter = _queue.Add(tried);
            ServeWaiting();
        }

        await using (stopping.UnsafeRegister(_ => waiter.Stop(stopping), null))
            return await waiter.Turn is { } turn ? new RelayPlace(this, turn) : null;
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
        await _alarm.DisposeAsync();
        foreach (var station in _stations)
            await station.Relay.DisposeAsync();
    }

    /// <summary>A session of the relay begins with the mail.</summary>
    internal RelayPlace.Beginning Begins(RelayPlace place)
    {
        lock (_lock)
            return new RelayPlace.Beginning(place.Station.Limit.Begin(), place.Station.Accepted, Clock);
    }

    /// <summary>A session has ended with a mail: one that never had a session says nothing about the relay. While the relay is on trial, because it refuses everybody, a refusal says nothing about this customer.</summary>
    internal RelayAnswer Note(RelayPlace place, RelayPlace.Beginning begun, MailOutcome outcome)
    {
        lock (_lock)
        {
            var station = place.Station;
            var takesOthers = station.Accepted > begun.AcceptedBefore;
            var isOnTrial = station.Circuit.State != CircuitState.Closed;
            station.Ahead.Took(Clock - begun.At, outcome is MailOutcome.Accepted);
            Learn(station, begun.Number, outcome);
            if (!isOnTrial || outcome is not MailOutcome.Rejected refused)
                return new RelayAnswer(outcome, takesOthers);

            station.RestsUntil = Clock + RestAfterRefusal;
            return new RelayAnswer(new MailOutcome.Deferred($"{refused.Reason} (as to everybody just now)", Blame.Relay), TakesOthers: false);
        }
    }

    internal void Leave(RelayPlace place)
    {
        lock (_lock)
        {
            place.Station.Leave();
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
            _log.AsksForLess(station.Name, station.Limit.Value, station.Relay.Settings.Sessions);
        var hasChanged = station.Circuit.Note(RelaySigns.Of(outcome));
        station.Instruct();
        if (!hasChanged)
            return;
        switch (station.Circuit.State)
        {
            case CircuitState.Closed:
                _log.Up(station.Name);
                break;
            case CircuitState.HalfOpen:
                _log.RefusesAll(station.Name, MailOutcome.ReasonOf(outcome));
                break;
            default:
                _log.Down(station.Name, MailOutcome.ReasonOf(outcome), station.Circuit.Rest);
                WentDown(station);
                ServeWaiting(all: true);
                break;
        }
    }

    private void WentDown(RelayStation station)
    {
        _looking.RemoveAll(look => look.IsCompleted);
        if (!_closing.IsCancellationRequested)
            Look(station);
        if (_allDown || !_stations.TrueForAll(each => each.IsDown))
            return;
        _allDown = true;
        _log.AllDown(_stations.Count);
        _noneUp($"no mail relay can be used ({string.Join(", ", _stations.Select(each => each.Name))})");
    }

    /// <summary>Not in the trace of the mail that found it down: that one ends before.</summary>
    private void Look(RelayStation station)
    {
        using (ExecutionContext.SuppressFlow())
            _looking.Add(Task.Run(() => LookUntilItAnswersAsync(station)));
    }

    private async Task LookUntilItAnswersAsync(RelayStation station)
    {
        station.Relay.ForgetSessions();
        try
        {
            do
                await Task.Delay(station.Circuit.Rest, _time, _closing.Token);
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
                _log.StillDown(station.Name, trouble, station.Circuit.Rest);
                return false;
            }

            _log.Answers(station.Name);
            station.Instruct();
            ServeWaiting();
            if (_allDown)
                _someUp();
            _allDown = false;
            return true;
        }
    }

    private void ServeWaiting(bool all = false)
    {
        if (_queue.Serve(Clock, all) is { } soonest)
            _alarm.Change(soonest, Timeout.InfiniteTimeSpan);
    }

    private void RateAllows()
    {
        lock (_lock)
            ServeWaiting();
    }
}
