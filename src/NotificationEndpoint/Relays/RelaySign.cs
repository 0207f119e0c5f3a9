using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Relays;

/// <summary>What the end of one mail says about the relay that had it.</summary>
public enum RelaySign
{
    /// <summary>It took the mail.</summary>
    Accepted,

    /// <summary>It answered as it should, about this mail or this recipient: no news.</summary>
    Nothing,

    /// <summary>It refused the mail for good: one is the customer's affair, one after the other is not.</summary>
    Refused,

    /// <summary>It could not be reached, broke off, did not answer, or wants none of our mail.</summary>
    Trouble,
}

internal static class RelaySigns
{
    /// <summary>An end that nobody saw is trouble: the next mail would be sent twice as well.</summary>
    public static RelaySign Of(MailOutcome outcome) => outcome switch
    {
        MailOutcome.Accepted => RelaySign.Accepted,
        MailOutcome.Unknown or MailOutcome.Deferred { Blame: Blame.Relay } => RelaySign.Trouble,
        MailOutcome.Rejected => RelaySign.Refused,
        _ => RelaySign.Nothing,
    };
}
