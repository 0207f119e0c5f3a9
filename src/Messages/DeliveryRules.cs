namespace Notifications.Messages;

/// <summary>What consumers and reconciliation must agree on about an e-mail.</summary>
public static class DeliveryRules
{
    /// <summary>
    /// A relay that takes an e-mail and answers too late gets it again, and again: after so many attempts whose end nobody saw, nobody sends
    /// it by himself any more; a person decides.
    /// </summary>
    public const int MostUnseenEnds = 3;
}
