namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>What is to be seen when the handler has handled the message once.</summary>
/// <param name="Outcome">What the runtime was told.</param>
/// <param name="Delivery">The row of <c>notifications.deliveries</c>.</param>
/// <param name="Attempts">New rows of <c>notifications.attempts</c>: outcome, who is to blame, relay.</param>
public sealed record Ending(string Outcome, string Delivery, string Attempts)
{
    public static readonly Ending Taken = new("Handled", "accepted", "accepted by first");
    public static readonly Ending TakenByNext = new("Handled", "accepted", "deferred for relay by first, accepted by second");
    public static readonly Ending TakenBySecond = new("Handled", "accepted", "accepted by second");

    public static readonly Ending PutOffForRecipient = new("Failed Later", "deferred, again later", "deferred for recipient by first");
    public static readonly Ending PutOffForMessage = new("Failed Later", "deferred, again later", "deferred for message by first");
    public static readonly Ending PutOffForRelay = new("Deferred", "deferred, again later", "deferred for relay by first");
    public static readonly Ending NoRelay = new("Deferred", "deferred, again later", "");

    public static readonly Ending RejectedForRecipient = new("Failed Never", "rejected", "rejected for recipient by first");
    public static readonly Ending RejectedForMessage = new("Failed Never", "rejected", "rejected for message by first");

    /// <summary>It may be out: the second relay must not have it at once.</summary>
    public static readonly Ending Unseen = new("Failed Later", "unknown, 1 unseen, again later", "unknown by first");
    public static readonly Ending UnseenAgain = new("Failed Later", "unknown, 2 unseen, possible duplicate, again later", "unknown by first");
    public static readonly Ending UnseenForTheLastTime = new("Failed Never", "unknown, 3 unseen, possible duplicate, again later", "unknown by first");
    public static readonly Ending SentAgain = new("Handled", "accepted, 1 unseen, possible duplicate", "accepted by first");
    public static readonly Ending SentAgainBySecond = new("Handled", "accepted, 1 unseen, possible duplicate", "accepted by second");
}
