using Notifications.Messages;

namespace Notifications.ReconciliationJob.Proof;

/// <summary>Where the e-mail of an order is with regard to the promise. Every order is in one of these.</summary>
internal enum Standing
{
    /// <summary>A relay has it.</summary>
    Accepted,

    /// <summary>A person has to act.</summary>
    Rejected,

    /// <summary>Not sent, and still in time.</summary>
    Pending,

    /// <summary>Not sent, and it was due.</summary>
    Missing,
}

internal static class Standings
{
    public static Standing Of(OrderFacts order) => order switch
    {
        { Delivery.Status: "accepted" } => Standing.Accepted,
        { Delivery.Status: "rejected" } => Standing.Rejected,
        _ when order.Age < DeliveryRules.DueWithin => Standing.Pending,
        _ => Standing.Missing,
    };

    public static bool IsLate(OrderFacts order) => order.Delivery is { Status: "accepted", SettledAfter: { } after } && after > DeliveryRules.DueWithin;

    /// <summary>Relays took it more than once, although nobody had a reason to send it again.</summary>
    public static bool IsTwice(OrderFacts order) =>
        order.Delivery is not { PossibleDuplicate: true } && order.Log.Count(attempt => attempt.Outcome == "accepted") > 1;
}
