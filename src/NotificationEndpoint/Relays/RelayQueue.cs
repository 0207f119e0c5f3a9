namespace Notifications.NotificationEndpoint.Relays;

/// <summary>Mails that wait for their turn at a relay, first come, first served. Decides and does nothing else; under the lock of its <see cref="RelaySet"/>.</summary>
internal sealed class RelayQueue(IReadOnlyList<RelayStation> stations)
{
    private readonly LinkedList<Waiter> _waiting = [];

    /// <param name="tried">Relays that the mail was at already.</param>
    public Waiter Add(IReadOnlyCollection<string> tried)
    {
        var waiter = new Waiter(tried);
        _waiting.AddLast(waiter);
        return waiter;
    }

    /// <summary>Gives their turn to all that can have it. One that has nowhere to go is told so; one that has to wait for its relay does not hold up the others.</summary>
    /// <returns>How long until one more may begin because a rate allows it; null when nobody waits for that.</returns>
    public TimeSpan? Serve(TimeSpan now)
    {
        TimeSpan? soonest = null;
        for (var node = _waiting.First; node is not null;)
        {
            var (waiter, next) = (node.Value, node.Next);
            if (waiter.IsGone || Serve(waiter, now, ref soonest))
                _waiting.Remove(node);
            node = next;
        }

        return soonest;
    }

    /// <returns>True when it need not wait any more.</returns>
    private bool Serve(Waiter waiter, TimeSpan now, ref TimeSpan? soonest)
    {
        var mayWait = false;
        foreach (var station in stations.Where(station => !station.IsDown && !waiter.Tried.Contains(station.Name)))
        {
            mayWait = true;
            var wait = station.WaitAt(now);
            if (station.HasRoom && wait == TimeSpan.Zero)
            {
                if (waiter.TryGive(new Turn(station, station.Limit.Begin(), station.Accepted)))
                    station.Begin(now);
                return true;
            }

            if (wait > TimeSpan.Zero && !(soonest < wait))
                soonest = wait;
        }

        return !mayWait && waiter.TryGive(null);
    }

    /// <param name="Station">The relay.</param>
    /// <param name="Number">Among the mails of this relay, as <see cref="SessionLimit"/> counts them.</param>
    /// <param name="AcceptedBefore">Mails that the relay had accepted when the turn began.</param>
    public sealed record Turn(RelayStation Station, long Number, long AcceptedBefore);

    public sealed class Waiter(IReadOnlyCollection<string> tried)
    {
        private readonly TaskCompletionSource<Turn?> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyCollection<string> Tried => tried;

        public Task<Turn?> Turn => _turn.Task;

        public bool IsGone => _turn.Task.IsCompleted;

        /// <summary>False when it has just been told to stop: then the place is still free.</summary>
        public bool TryGive(Turn? turn) => _turn.TrySetResult(turn);

        public void Stop(CancellationToken stopping) => _turn.TrySetCanceled(stopping);
    }
}
