namespace Notifications.Messages;

/// <summary>What consumers and reconciliation must agree on about an e-mail.</summary>
public static class DeliveryRules
{
    /// <summary>The promise: from the order's acceptance to the relay's yes, by the database's clock.</summary>
    public static readonly TimeSpan DueWithin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A relay that takes an e-mail and answers too late gets it again, and again: after so many attempts whose end nobody saw, nobody sends
    /// it by himself any more; a person decides.
    /// </summary>
    public const int MostUnseenEnds = 3;
}
