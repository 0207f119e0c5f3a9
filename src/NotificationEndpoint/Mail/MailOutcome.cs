namespace Notifications.NotificationEndpoint.Mail;

/// <summary>What became of one attempt to hand one mail to one relay. There are no other endings.</summary>
public abstract record MailOutcome
{
    private MailOutcome()
    {
    }

    /// <summary>The relay answered the final dot with yes: the mail is its responsibility from here.</summary>
    /// <param name="Reply">The relay's words, one bounded line; usually holds its queue id.</param>
    public sealed record Accepted(string Reply) : MailOutcome;

    /// <summary>Certainly not sent; the same mail may be accepted later, or by another relay.</summary>
    /// <param name="Reason">One bounded line for a person, addresses masked.</param>
    /// <param name="Blame">Whose trouble it is; <see cref="Blame.Relay"/> costs the order nothing.</param>
    /// <param name="AsksForLess">The relay is well and has too much to do: it wants fewer mails at a time.</param>
    public sealed record Deferred(string Reason, Blame Blame, bool AsksForLess = false) : MailOutcome;

    /// <summary>Certainly not sent, and trying the same again is pointless: a person has to change something.</summary>
    /// <param name="Reason">One bounded line for a person, addresses masked.</param>
    /// <param name="Blame">Whose trouble it is; never <see cref="Blame.Relay"/>.</param>
    /// <param name="HopelessAddress">The relay says for certain that nobody will ever read mail at this address.</param>
    public sealed record Rejected(string Reason, Blame Blame, bool HopelessAddress = false) : MailOutcome;

    /// <summary>
    /// The whole mail with its final dot went out (or may have, where the socket was given up while the last block was leaving),
    /// and no answer came. Nobody can know whether it was taken; sending it again may make a duplicate.
    /// </summary>
    /// <param name="Reason">One bounded line for a person, addresses masked.</param>
    public sealed record Unknown(string Reason) : MailOutcome;

    /// <summary>As the ledger and the metrics name it.</summary>
    public static string NameOf(MailOutcome outcome) => outcome switch
    {
        Accepted => "accepted",
        Deferred => "deferred",
        Rejected => "rejected",
        Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a name."),
    };

    /// <summary>Null where nobody is to blame, or nobody knows.</summary>
    public static string? BlameOf(MailOutcome outcome) => outcome switch
    {
        Deferred deferred => NameOf(deferred.Blame),
        Rejected rejected => NameOf(rejected.Blame),
        _ => null,
    };

    private static string NameOf(Blame blame) => blame switch
    {
        Blame.Message => "message",
        Blame.Recipient => "recipient",
        Blame.Relay => "relay",
        _ => throw new ArgumentOutOfRangeException(nameof(blame), blame, "A blame without a name."),
    };

    /// <summary>The line for a person: why not, or the relay's words.</summary>
    public static string ReasonOf(MailOutcome outcome) => outcome switch
    {
        Accepted accepted => accepted.Reply,
        Deferred deferred => deferred.Reason,
        Rejected rejected => rejected.Reason,
        Unknown unknown => unknown.Reason,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a line."),
    };
}

/// <summary>Whose trouble a failure is: decides who is made to wait.</summary>
public enum Blame
{
    /// <summary>This mail's content or size: other mails to the same person would pass.</summary>
    Message,

    /// <summary>This mail's recipient: mails to other people would pass.</summary>
    Recipient,

    /// <summary>The relay, the way to it, or our account with it: no mail would pass just now.</summary>
    Relay,
}
