namespace Notifications.ReconciliationJob.Proof;

/// <summary>What has been found so far; holds at most the limit of each kind, however many orders it is told of.</summary>
internal sealed class Tally(int limit)
{
    private readonly Oldest<OrderFacts> _missing = new(limit);
    private readonly Oldest<OrderFacts> _rejected = new(limit);
    private readonly Oldest<LateOrder> _late = new(limit);
    private readonly Oldest<Disagreement> _twice = new(limit);
    private readonly Oldest<Disagreement> _unexplained = new(limit);
    private long _pending;
    private long _flagged;

    /// <summary>Missing orders that the lists will name and that nobody has taken on.</summary>
    public IEnumerable<Guid> NeverTakenOn => _missing.ToList().Where(order => order.Delivery is null).Select(order => order.OrderId);

    public void Add(OrderFacts order)
    {
        switch (Standings.Of(order))
        {
            case Standing.Missing:
                _missing.Add(order, order.AcceptedAt);
                break;
            case Standing.Rejected:
                _rejected.Add(order, order.AcceptedAt);
                break;
            case Standing.Pending:
                _pending++;
                break;
            case Standing.Accepted when Standings.IsLate(order):
                _late.Add(new LateOrder(order.OrderId, order.AcceptedAt, order.Delivery!.SettledAfter!.Value), order.AcceptedAt);
                break;
        }

        if (order.Delivery is { PossibleDuplicate: true })
            _flagged++;
        if (Standings.IsTwice(order))
            Add(_twice, order, $"Relays accepted {order.Log.Count(attempt => attempt.Outcome == "accepted")} attempts, and the ledger does not say that there may be a duplicate.");
        foreach (var sentence in Disagreements.Of(order))
            Add(_unexplained, order, sentence);
    }

    public void Add(Disagreement disagreement) => _unexplained.Add(disagreement, disagreement.At);

    /// <param name="orders">All of the window, also those that nobody told of.</param>
    public ProofCounts Counts(long orders) => new(
        orders,
        orders - _rejected.Count - _pending - _missing.Count,
        _late.Count,
        _rejected.Count,
        _pending,
        _flagged,
        _missing.Count,
        _twice.Count,
        _unexplained.Count);

    /// <param name="stored">Of <see cref="NeverTakenOn"/>, those whose command is still in the outbox.</param>
    public ProofLists Lists(IReadOnlySet<Guid> stored) => new(
        [.. _missing.ToList().Select(order => Unsent(order, stored))],
        _twice.ToList(),
        _unexplained.ToList(),
        [.. _rejected.ToList().Select(order => Unsent(order, stored))],
        _late.ToList());

    private static UnsentOrder Unsent(OrderFacts order, IReadOnlySet<Guid> stored) => new(
        order.OrderId,
        order.AcceptedAt,
        order.Delivery?.Status ?? (stored.Contains(order.OrderId) ? "stored" : "published"),
        order.Age,
        order.Delivery?.Reason);

    private static void Add(Oldest<Disagreement> list, OrderFacts order, string sentence) =>
        list.Add(new Disagreement(order.OrderId, order.AcceptedAt, sentence), order.AcceptedAt);
}
