using Notifications.ReconciliationJob.Proof;

namespace Notifications.ReconciliationJob.Tests.Proof;

/// <summary>An order of ten minutes ago as a row of a table: what its delivery is, what the log has, and what is said about that.</summary>
/// <param name="Log">Such as <c>1 deferred, 2 accepted</c>.</param>
/// <param name="After">Seconds from the order to the newest attempt's end.</param>
public sealed record Facts(string Status, int Attempt, string Log, double After = 1, bool Flagged = false, string? Sentence = null)
{
    /// <summary>Each wrong in one way.</summary>
    public static readonly Facts[] Contradictions =
    [
        new("accepted", 1, "", Sentence: "The ledger says that attempt 1 ended as accepted; the log of attempts does not."),
        new("accepted", 2, "1 deferred", Sentence: "The ledger says that attempt 2 ended as accepted; the log of attempts does not."),
        new("accepted", 2, "1 accepted", Sentence: "The ledger says that attempt 2 ended as accepted; the log of attempts does not."),
        new("rejected", 1, "1 deferred", Sentence: "The ledger says that attempt 1 ended as rejected; the log of attempts does not."),
        new("accepted", 2, "2 accepted", Sentence: "The ledger has counted 2 attempts; the log does not have attempt 1."),
        new("accepted", 4, "2 deferred, 4 accepted", Sentence: "The ledger has counted 4 attempts; the log does not have attempts 1, 3."),
        new("accepted", 9, "9 accepted", Sentence: "The ledger has counted 9 attempts; the log does not have attempts 1, 2, 3, 4, 5 and 3 more."),
        new("claimed", 3, "1 deferred", Sentence: "The ledger has counted 3 attempts; the log does not have attempt 2."),
        new("accepted", 1, "1 accepted, 2 deferred", Sentence: "The log has attempt 2; the ledger has counted 1 attempt."),
        new("deferred", 1, "1 accepted, 1 deferred", Sentence: "The log says that attempt 1 was accepted; the ledger says deferred."),
        new("claimed", 2, "1 accepted", Sentence: "The log says that attempt 1 was accepted; the ledger says claimed."),
        new("rejected", 2, "1 accepted, 2 rejected", Sentence: "The log says that attempt 1 was accepted; the ledger says rejected."),
        new("accepted", 1, "1 accepted", Flagged: true, Sentence: "The ledger says that there may be a duplicate; no earlier attempt was taken over or had no answer."),
        new("accepted", 2, "1 deferred, 2 accepted", Flagged: true, Sentence: "The ledger says that there may be a duplicate; no earlier attempt was taken over or had no answer."),
        new("accepted", 1, "1 accepted", After: -2.5, Sentence: "The e-mail was accepted 2.5 s before the order was."),
        new("none", 1, "1 taken_over, 1 deferred", Sentence: "The log has attempt 1; the ledger does not know the e-mail."),
    ];

    /// <summary>Odd, and as it should be.</summary>
    public static readonly Facts[] Explained =
    [
        new("none", 1, ""),
        new("claimed", 1, ""),
        new("claimed", 2, "1 deferred"),
        new("accepted", 1, "1 accepted"),
        new("accepted", 1, "1 accepted", After: 0),
        new("accepted", 3, "1 deferred, 2 rejected, 3 accepted"),
        new("accepted", 2, "1 taken_over, 2 accepted", Flagged: true),
        new("accepted", 2, "1 unknown, 2 accepted", Flagged: true),
        new("accepted", 2, "1 taken_over, 1 accepted, 2 accepted", Flagged: true),
        new("claimed", 2, "1 taken_over, 1 accepted", Flagged: true),
        new("rejected", 2, "1 taken_over, 1 accepted, 2 rejected", Flagged: true),
        new("unknown", 3, "1 unknown, 2 unknown, 3 unknown", Flagged: true),
    ];

    internal OrderFacts ToOrder() => new(
        Guid.CreateVersion7(),
        DateTimeOffset.UnixEpoch,
        TimeSpan.FromMinutes(10),
        Status == "none" ? null : new DeliveryFacts(Status, Attempt, Status == "claimed" ? null : TimeSpan.FromSeconds(After), Flagged),
        [.. Attempts.Select(attempt => new LoggedAttempt(attempt.Number, attempt.Outcome))]);

    public IEnumerable<(int Number, string Outcome)> Attempts =>
        Log.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(attempt => attempt.Split(' ')).Select(words => (int.Parse(words[0], null), words[1]));
}
