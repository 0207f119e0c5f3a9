namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>What a batch of arrivals makes of the messages that it is about, in the order in which they came. No I/O.</summary>
internal sealed class Changes
{
    private readonly Dictionary<Guid, Standing> _standings = [];
    private readonly Dictionary<Guid, Failure> _newest = [];
    private readonly HashSet<Guid> _changed = [];

    private Changes()
    {
    }

    /// <summary>Each arrival's ending, in their order.</summary>
    public List<(Arrival Arrival, IngestionResult Result)> Results { get; } = [];

    /// <summary>Messages whose row says something else now.</summary>
    public IReadOnlyList<(Guid Id, Standing Standing)> Standings => [.. _changed.Select(id => (id, _standings[id]))];

    /// <summary>The failure that is the newest one of its message, and was not before.</summary>
    public IReadOnlyCollection<Failure> Newest => _newest.Values;

    /// <param name="batch">In the order of arrival.</param>
    /// <param name="found">Messages that there were before this batch.</param>
    /// <param name="newAttempts">Failures that there were not: message and attempt.</param>
    /// <param name="now">When a failure was that does not say when.</param>
    public static Changes Of(IReadOnlyList<Arrival> batch, IReadOnlyDictionary<Guid, Standing> found, IEnumerable<(Guid, Guid)> newAttempts, DateTimeOffset now)
    {
        var changes = new Changes();
        foreach (var (id, standing) in found)
            changes._standings.Add(id, standing);
        var unseen = newAttempts.ToHashSet();
        foreach (var arrival in batch)
        {
            changes.Results.Add((arrival, arrival switch
            {
                Arrival.Acknowledged acknowledged => changes.Acknowledge(acknowledged.Id),
                Arrival.Failed { Failure: var failure } => unseen.Remove((failure.Id, failure.AttemptId)) ? changes.Fail(failure, failure.FailedAt ?? now) : IngestionResult.Copy,
                _ => throw new ArgumentOutOfRangeException(nameof(batch), arrival, "An arrival without an effect."),
            }));
        }

        return changes;
    }

    private IngestionResult Acknowledge(Guid id)
    {
        if (!_standings.TryGetValue(id, out var before))
            return IngestionResult.UnknownAcknowledgement;
        Change(id, before, before.Acknowledged());
        return IngestionResult.Acknowledged;
    }

    private IngestionResult Fail(Failure failure, DateTimeOffset at)
    {
        var before = _standings.GetValueOrDefault(failure.Id);
        if (before is null || at >= before.FailedAt)
            _newest[failure.Id] = failure;
        Change(failure.Id, before, before?.FailedAgain(at) ?? Standing.After(at));
        return failure.Unreadable is not null ? IngestionResult.Unreadable
            : before is null ? IngestionResult.Failed
            : IngestionResult.FailedAgain;
    }

    private void Change(Guid id, Standing? before, Standing after)
    {
        if (before == after)
            return;
        _standings[id] = after;
        _changed.Add(id);
    }
}
