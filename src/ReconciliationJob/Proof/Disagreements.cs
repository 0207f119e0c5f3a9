using System.Globalization;

namespace Notifications.ReconciliationJob.Proof;

/// <summary>
/// What ledger and log of attempts do not say alike about one order. A claim writes that it took another over, and an end is one statement for ledger
/// and log: whatever died in between, none of these can be left behind.
/// </summary>
internal static class Disagreements
{
    public const string NoItems = "The order has no items.";

    /// <param name="status">The ledger's; null when it does not know the order either.</param>
    /// <param name="attempts">How many of it the log has.</param>
    public static string NoOrder(string? status, long attempts) => (status, attempts) switch
    {
        (null, _) => $"The log has {Count(attempts)} of an order that does not exist.",
        (_, 0) => $"The ledger has an e-mail ({status}) of an order that does not exist.",
        _ => $"The ledger has an e-mail ({status}), and the log {Count(attempts)}, of an order that does not exist.",
    };

    public static IEnumerable<string> Of(OrderFacts order) => order.Delivery is { } delivery ? Of(delivery, order.Log) : WithoutDelivery(order.Log);

    private static IEnumerable<string> Of(DeliveryFacts delivery, IReadOnlyList<LoggedAttempt> log)
    {
        if (delivery.Status != "claimed" && !log.Contains(new LoggedAttempt(delivery.Attempt, delivery.Status)))
            yield return $"The ledger says that attempt {delivery.Attempt} ended as {delivery.Status}; the log of attempts does not.";
        if (Enumerable.Range(1, delivery.Attempt - 1).Except(log.Select(attempt => attempt.Number)).ToList() is { Count: > 0 } unlogged)
            yield return $"The ledger has counted {Count(delivery.Attempt)}; the log does not have {Numbers(unlogged)}.";
        if (log.Select(attempt => attempt.Number).Where(number => number > delivery.Attempt).Distinct().ToList() is { Count: > 0 } uncounted)
            yield return $"The log has {Numbers(uncounted)}; the ledger has counted {Count(delivery.Attempt)}.";
        if (delivery.Status != "accepted" && AcceptedUnseen(delivery, log) is { } accepted)
            yield return $"The log says that attempt {accepted} was accepted; the ledger says {delivery.Status}.";
        if (delivery.PossibleDuplicate && !log.Any(attempt => attempt.Outcome is "taken_over" or "unknown" && attempt.Number < delivery.Attempt))
            yield return "The ledger says that there may be a duplicate; no earlier attempt was taken over or had no answer.";
        if (delivery is { Status: "accepted", SettledAfter: { } after } && after < TimeSpan.Zero)
            yield return string.Create(CultureInfo.InvariantCulture, $"The e-mail was accepted {-after.TotalSeconds:0.###} s before the order was.");
    }

    /// <summary>One that was taken over and ended after all is no contradiction: the ledger went on without it, and says so by its mark.</summary>
    private static int? AcceptedUnseen(DeliveryFacts delivery, IReadOnlyList<LoggedAttempt> log) =>
        log.Where(attempt => attempt.Outcome == "accepted" && attempt.Number <= delivery.Attempt)
            .Where(attempt => !(delivery.PossibleDuplicate && log.Contains(attempt with { Outcome = "taken_over" })))
            .Select(attempt => (int?)attempt.Number)
            .FirstOrDefault();

    private static IEnumerable<string> WithoutDelivery(IReadOnlyList<LoggedAttempt> log) =>
        log.Count == 0 ? [] : [$"The log has {Numbers([.. log.Select(attempt => attempt.Number).Distinct()])}; the ledger does not know the e-mail."];

    private static string Count(long attempts) => attempts == 1 ? "1 attempt" : $"{attempts} attempts";

    // After a long outage it may be hundreds.
    private static string Numbers(List<int> numbers) =>
        $"{(numbers.Count == 1 ? "attempt" : "attempts")} {string.Join(", ", numbers.Take(5))}{(numbers.Count > 5 ? $" and {numbers.Count - 5} more" : "")}";
}
