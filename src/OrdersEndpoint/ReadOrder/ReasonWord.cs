namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>
/// What customers read instead of a reason. A relay's words may name others or our inside; a word of ours cannot: <c>recipient</c>, <c>message</c> or <c>relay</c>
/// is where the fault lies, <c>no_answer</c> means that nobody knows whether it went out, <c>other</c> that nobody has said.
/// </summary>
internal static class ReasonWord
{
    /// <summary>Null when there is no reason. The ledger has none of the causes; its newest attempt that failed has.</summary>
    public static string? Of(OrderFacts order)
    {
        if (order.Delivery.Reason is null)
            return null;
        return order.Attempts.FirstOrDefault(attempt => attempt.Reason is not null) is { } failed ? Of(failed) : Of(order.Delivery.Status, blame: null);
    }

    public static string? Of(AttemptFacts attempt) => attempt.Reason is null ? null : Of(attempt.Outcome, attempt.Blame);

    private static string Of(string outcome, string? blame) => blame ?? (outcome == "unknown" ? "no_answer" : "other");
}
