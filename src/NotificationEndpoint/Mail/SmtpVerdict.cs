namespace Notifications.NotificationEndpoint.Mail;

/// <summary>The step of a conversation that a reply answers.</summary>
public enum SmtpStep
{
    Connect,
    Mail,
    Recipient,
    Data,
    FinalDot,
}

/// <summary>What a negative or strange reply means: a table over step, code and enhanced status, and nothing else.</summary>
public static class SmtpVerdict
{
    public enum Verdict
    {
        Accepted,
        Deferred,
        Rejected,
        Unknown,
    }

    private const int System = 3;    // subject of RFC 3463: the mail system itself
    private const int Addressing = 1;
    private const int Network = 4;
    private const int Policy = 7;

    /// <summary>First row that fits decides.</summary>
    public static (Verdict Verdict, Blame Blame) Of(SmtpStep step, int code, EnhancedStatus? status) => (step, code, code / 100) switch
    {
        // The relay is leaving, wants us to log in, or lost the thread: whatever it was asked, the mail has nothing to do with it.
        (_, 421 or 503 or 530 or 534 or 535 or 538, _) or (SmtpStep.Connect, _, _) => (Verdict.Deferred, Blame.Relay),

        // A mail that is too big (SIZE in MAIL) will be so tomorrow.
        (_, _, 5) when IsTooBig(step, code, status) => (Verdict.Rejected, Blame.Message),

        // Too much at a time, too much today: from somebody else the relay would take this very mail.
        (_, _, 4) when AsksForLess(step, code, status) => (Verdict.Deferred, Blame.Relay),
        (_, _, 4 or 5) when IsOurs(status) => (Verdict.Deferred, Blame.Relay),

        // MAIL shows the relay nothing of the order: what it refuses is our sender, our address or our account.
        (SmtpStep.Mail, _, _) => (Verdict.Deferred, Blame.Relay),

        // RCPT is where many relays speak up about the client, not the recipient. Burning orders for that would be wrong for all of them.
        (SmtpStep.Recipient, 500 or 502 or 504, _) => (Verdict.Deferred, Blame.Relay),
        (SmtpStep.Recipient, _, 4 or 5) when IsAboutUs(status) => (Verdict.Deferred, Blame.Relay),
        (SmtpStep.Recipient, _, 5) => (Verdict.Rejected, Blame.Recipient),
        (SmtpStep.Recipient, _, 4) => (Verdict.Deferred, Blame.Recipient), // greylisting, full mailbox

        // After DATA: what the relay says of its own state is its own, the rest is about the mail.
        (SmtpStep.Data, 500 or 502 or 504, _) => (Verdict.Deferred, Blame.Relay),
        (_, _, 4) => (Verdict.Deferred, status?.Subject == System ? Blame.Relay : Blame.Message),
        (_, _, 5) => (Verdict.Rejected, Blame.Message),

        (SmtpStep.FinalDot, _, 2) => (Verdict.Accepted, Blame.Relay),

        // An answer that is none. Before the dot the mail is certainly not sent; after it nobody knows.
        (SmtpStep.FinalDot, _, _) => (Verdict.Unknown, Blame.Relay),
        _ => (Verdict.Deferred, Blame.Relay),
    };

    /// <summary>
    /// The relay would take the mail from somebody who sends less: 421 and 454 (too many connections, temporary trouble to log us in), 452 (no storage now),
    /// 4.3.2 (accepts no messages now), 4.7.28 (mail flood), 4.4.5 (congestion). A full mailbox, 452 4.2.2, is its owner's.
    /// </summary>
    public static bool AsksForLess(SmtpStep step, int code, EnhancedStatus? status) => (code, status) switch
    {
        (_, { Class: 4, Subject: System, Detail: 2 } or { Class: 4, Subject: Policy, Detail: 28 } or { Class: 4, Subject: Network, Detail: 5 }) => true,
        (421 or 454, _) => true,
        (452, null or { Subject: not 2 }) => step != SmtpStep.Recipient || status is { Subject: System },
        _ => false,
    };

    /// <summary>Whether the session is as good as new after such a reply.</summary>
    public static bool KeepsSession(SmtpStep step, int code) =>
        step != SmtpStep.Connect && code is >= 400 and <= 599 and not (421 or 503 or 530);

    private static bool IsTooBig(SmtpStep step, int code, EnhancedStatus? status) =>
        status is { Subject: System, Detail: 4 } || (step == SmtpStep.Mail && code == 552);

    /// <summary>The mail system's state, our sender address, or policy: relaying denied, client blocked, sender not authenticated.</summary>
    private static bool IsAboutUs(EnhancedStatus? status) =>
        status is { Subject: System } or { Class: 5, Subject: Policy } or { Subject: Addressing, Detail: 7 or 8 } || IsOurs(status);

    /// <summary>
    /// SPF, DKIM, DMARC and reverse DNS of our domain (RFC 7372), and what our account may send in a day (5.4.5, as Gmail says it): the same for every mail.
    /// </summary>
    private static bool IsOurs(EnhancedStatus? status) =>
        status is { Subject: Policy, Detail: >= 20 and <= 26 } or { Class: 5, Subject: Network, Detail: 5 };
}
