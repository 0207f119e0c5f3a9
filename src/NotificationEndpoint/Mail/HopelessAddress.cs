namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// Which rejection puts its recipient on the suppression list: one by which the relay says for certain that nobody will ever read mail
/// there. A missing entry costs one refused RCPT for each later order; a wrong one silences a customer until somebody notices. So every
/// doubt is decided against the entry, and a bare 550, which may mean anything, is a doubt.
/// </summary>
public static class HopelessAddress
{
    private const int Addressing = 1; // subjects of RFC 3463
    private const int Mailbox = 2;

    /// <param name="step">The step that was refused.</param>
    /// <param name="code">The reply's three digits.</param>
    /// <param name="status">Its enhanced status, or null where it had none.</param>
    public static bool IsIn(SmtpStep step, int code, EnhancedStatus? status) =>
        step == SmtpStep.Recipient && SmtpVerdict.Of(step, code, status) == (SmtpVerdict.Verdict.Rejected, Blame.Recipient) && IsCertain(status);

    private static bool IsCertain(EnhancedStatus? status) => (status?.Class, status?.Subject, status?.Detail) switch
    {
        (5, Addressing, 1) => true,  // RFC 3463: the mailbox does not exist
        (5, Addressing, 6) => true,  // it has existed, mail is no longer accepted, and there is no forwarding address
        (5, Addressing, 10) => true, // RFC 7505: the domain itself says, by a null MX, that it takes no mail
        (5, Mailbox, 1) => true,     // the mailbox is disabled, and as a permanent failure: it will not be enabled again

        // Not 5.1.2, the domain does not exist: the relay has that from a resolver, whose bad hour would list everybody at a large provider.
        // Not 5.1.3, bad syntax: what our intake took as an address and this relay cannot read, another relay may know how to deliver.
        // Not 5.1.0, 5.1.4, 5.2.0, 5.2.2 and the like: undefined, ambiguous, or full only for now. Not 5.7.x: that is policy, and often about us.
        _ => false,
    };
}
