namespace Notifications.ReconciliationJob.Proof;

/// <summary>What came of checking every order of a time against the ledger and the log of attempts, all as they were at one moment.</summary>
/// <param name="From">Orders accepted since then, on the database's clock.</param>
/// <param name="Until">And before then.</param>
/// <param name="ProvedAt">The moment.</param>
/// <param name="Counts">How many of each kind.</param>
/// <param name="Lists">Which; the oldest of each kind, up to the limit that was asked for.</param>
/// <param name="Coverage">What reconciliation had looked at by itself.</param>
public sealed record Proof(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset ProvedAt, ProofCounts Counts, ProofLists Lists, Coverage Coverage)
{
    /// <summary>Is every e-mail accounted for, once?</summary>
    /// <param name="strict">Also: sent in time, none rejected, none pending, none that the customer may have twice, and every order looked at by a run.</param>
    public bool IsWhole(bool strict) =>
        Counts is { Missing: 0, Twice: 0, Unexplained: 0 }
        && (!strict || (Counts is { Late: 0, Rejected: 0, Pending: 0, Flagged: 0 } && Coverage.Gaps.Count == 0));
}

/// <summary>Every order is accepted, rejected, pending or missing; the others tell more about some of them.</summary>
/// <param name="Orders">In the window.</param>
/// <param name="Accepted">A relay has the e-mail.</param>
/// <param name="Late">Of these, after more than five minutes.</param>
/// <param name="Rejected">A person has to act.</param>
/// <param name="Pending">Not sent, and still in time.</param>
/// <param name="Flagged">The customer may have two e-mails, and the ledger says so.</param>
/// <param name="Missing">Not sent, and it was due. A fault.</param>
/// <param name="Twice">Accepted more than once, and the ledger does not say so. A fault.</param>
/// <param name="Unexplained">Sentences about what orders, ledger and log do not say alike. A fault each.</param>
public sealed record ProofCounts(long Orders, long Accepted, long Late, long Rejected, long Pending, long Flagged, long Missing, long Twice, long Unexplained);

/// <summary>The oldest of each kind; <see cref="ProofCounts"/> tells how many there are in all.</summary>
public sealed record ProofLists(
    IReadOnlyList<UnsentOrder> Missing,
    IReadOnlyList<Disagreement> Twice,
    IReadOnlyList<Disagreement> Unexplained,
    IReadOnlyList<UnsentOrder> Rejected,
    IReadOnlyList<LateOrder> Late);

/// <param name="State">In the words of docs/states.md.</param>
/// <param name="Age">Since the order was accepted.</param>
/// <param name="Reason">The ledger's; null when it has none.</param>
public sealed record UnsentOrder(Guid OrderId, DateTimeOffset AcceptedAt, string State, TimeSpan Age, string? Reason);

/// <param name="After">From the order to its accepted e-mail.</param>
public sealed record LateOrder(Guid OrderId, DateTimeOffset AcceptedAt, TimeSpan After);

/// <param name="At">When the order was accepted; of one that does not exist: when somebody first took it on.</param>
/// <param name="Sentence">Names what does not agree.</param>
public sealed record Disagreement(Guid OrderId, DateTimeOffset At, string Sentence);
