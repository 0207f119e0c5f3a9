namespace Notifications.NotificationEndpoint.Relays;

/// <summary>Mails that wait for their turn at a relay, first come, first served. Decides and does nothing else; under the lock of its <see cref="RelaySet"/>.</summary>
internal sealed class RelayQueue(IReadOnlyList<RelayStation> stations)
{
    private readonly LinkedList<Waiter> _waiting = [];

    /// <summary>A turn at once, if nobody waits who came before: the usual case, in which nobody is looked through.</summary>
    /// <param name="tried">Relays that the mail was at already.</param>
    /// <param name="now">Time.</param>
    /// <param name="turn">The relay; null when there is none that is not down.</param>
    /// <returns>False when it has to wait.</returns>
    public bool TryServe(IReadOnlyCollection<string> tried, TimeSpan now, out RelayStation? turn)
    {
        turn = null;
        return (_waiting.Count == 0 || !HasSomewhere(tried)) && IsDecided(tried, now, out turn);
    }

    public Waiter Add(IReadOnlyCollection<string> tried)
    {
        var waiter = new Waiter(tried);
        _waiting.AddLast(waiter);
        return waiter;
    }

    /// <summary>
    /// Gives their turn to all that can have it. One that has nowhere to go is told so; one that has to wait for its relay does not hold up the others. Once no
    /// relay has room the rest need not be looked at: who came in had somewhere to go, and that changes only when a relay goes down.
    /// </summary>
    /// <param name="now">Time.</param>
    /// <param name="all">A relay has gone down.</param>
    /// <returns>How long until one more may begin because a rate allows it; null when nobody waits for that.</returns>
    public TimeSpan? Serve(TimeSpan now, bool all)
    {
        for (var node = _waiting.First; node is not null && (all || SomeHaveRoom(now));)
        {
            var (waiter, next) = (node.Value, node.Next);
            if (waiter.IsGone || (IsDecided(waiter.Tried, now, out var turn) && Give(waiter, turn)))
                _waiting.Remove(node);
            node = next;
        }

        return _waiting.Count == 0 ? null : Soonest(now);
    }

    /// <summary>True when it need not wait: it has the turn that was taken for it, or there is nothing to wait for.</summary>
    private bool IsDecided(IReadOnlyCollection<string> tried, TimeSpan now, out RelayStation? turn)
    {
        turn = null;
        foreach (var station in stations)
        {
            if (!IsFor(station, tried) || !station.HasRoom || station.WaitAt(now) > TimeSpan.Zero)
                continue;
            station.Begin(now);
            turn = station;
            return true;
        }

        return !HasSomewhere(tried);
    }

    private bool HasSomewhere(IReadOnlyCollection<string> tried)
    {
        foreach (var station in stations)
        {
            if (IsFor(station, tried))
                return true;
        }

        return false;
    }

    private static bool IsFor(RelayStation station, IReadOnlyCollection<string> tried) => !station.IsDown && (tried.Count == 0 || !tried.Contains(station.Name));

    /// <summary>One that has just been told to stop does not take its turn: then the place is free again, and the next one has it.</summary>
    private static bool Give(Waiter waiter, RelayStation? turn)
    {
        if (!waiter.TryGive(turn) && turn is not null)
            turn.Leave();
        return true;
    }

    private bool SomeHaveRoom(TimeSpan now)
    {
        foreach (var station in stations)
        {
            if (!station.IsDown && station.HasRoom && station.WaitAt(now) == TimeSpan.Zero)
                return true;
        }

        return false;
    }

    private TimeSpan? Soonest(TimeSpan now)
    {
        TimeSpan? soonest = null;
        foreach (var station in stations)
        {
            if (!station.IsDown && station.WaitAt(now) is var wait && wait > TimeSpan.Zero && !(soonest < wait))
                soonest = wait;
        }

        return soonest;
    }

    public sealed class Waiter(IReadOnlyCollection<string> tried)
    {
        private readonly TaskCompletionSource<RelayStation?> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyCollection<string> Tried => tried;

        public Task<RelayStation?> Turn => _turn.Task;

        public bool IsGone => _turn.Task.IsCompleted;

        /// <summary>False when it has just been told to stop.</summary>
        public bool TryGive(RelayStation? turn) => _turn.TrySetResult(turn);

        public void Stop(CancellationToken stopping) => _turn.TrySetCanceled(stopping);
    }
}
