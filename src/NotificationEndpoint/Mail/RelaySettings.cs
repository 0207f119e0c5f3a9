using System.ComponentModel.DataAnnotations;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>How the way to the relay is protected. "When available" does not exist: whoever can strip the offer would read the mail.</summary>
public enum SmtpTls
{
    /// <summary>Plain text: a relay on this machine or inside a private network.</summary>
    None,

    /// <summary>STARTTLS is required; a relay that does not offer it gets no mail.</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Implicit,
}

/// <summary>Who conducts the transaction of a mail, once the session stands. Connecting, TLS and AUTH are MailKit's in any case.</summary>
public enum SmtpTransaction
{
    /// <summary>MailKit: one command group and one content at a time.</summary>
    MailKit,

    /// <summary>
    /// Ours: with a relay that offers PIPELINING, MAIL, RCPT and DATA are one write, and the next mail's travel with the content of the one before. Two to
    /// four times as many mails a second. With <see cref="SmtpTls.StartTls"/> it is not possible, and MailKit is used; a line at start says so.
    /// </summary>
    Pipelined,
}

/// <summary>One relay and how to talk to it; section <c>Smtp:Relays:0</c> and so on. Read at start and never again.</summary>
public sealed record RelaySettings
{
    /// <summary>How log lines, reasons and the ledger call it. Default nothing: by host and port.</summary>
    [DataType(DataType.Text)]
    public string Name { get; init; } = "";

    /// <summary><see cref="Name"/>, or what stands for it. Apart from it: whoever reads settings writes back what a property says before its key is known to be missing.</summary>
    public string Title => Name is { Length: > 0 } ? Name : $"{Host}:{Port}";

    /// <summary>Name or address of the relay. Required.</summary>
    [DataType(DataType.Text)]
    public string Host { get; init; } = "";

    /// <summary>TCP port. Default: 587, which goes with StartTls; Implicit is on 465, the mail catcher of development on 1025.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Protection of the connection. Default: StartTls.</summary>
    public SmtpTls Tls { get; init; } = SmtpTls.StartTls;

    /// <summary>Account at the relay. Default: none, then no AUTH is done.</summary>
    [DataType(DataType.Text)]
    public string? User { get; init; }

    /// <summary>Password of <see cref="User"/>. Default: none.</summary>
    [DataType(DataType.Password)]
    public string? Password { get; init; }

    /// <summary>Who says MAIL, RCPT, DATA and the content. Default: MailKit.</summary>
    public SmtpTransaction Transaction { get; init; } = SmtpTransaction.MailKit;

    /// <summary>Whether our own transaction is used: after STARTTLS the encrypted stream is inside MailKit, and nobody else can write to it.</summary>
    public bool IsPipelined => Transaction == SmtpTransaction.Pipelined && Tls != SmtpTls.StartTls;

    /// <summary>
    /// Most sessions open to the relay at a time, so most mails under way from this process. Default: 8; more was not faster on one machine.
    /// A relay that is far away wants more: mails a second times the seconds that one takes (three round trips and its own work).
    /// When it says that this is too much, fewer are used until it is well again.
    /// </summary>
    public int Sessions { get; init; } = 8;

    /// <summary>
    /// Most mails that are taken on for each session, the one that it sends among them, so that no session waits for the ledger. Default: 16; 1 is none ahead. Fewer
    /// when sends take long: only as many as a session clears in 50 ms. What waits longer than <see cref="CommandTimeout"/> goes to the next relay.
    /// </summary>
    public int MailsAhead { get; init; } = 16;

    /// <summary>Mails a second from this process, when the relay has a limit of its own. Default: 0, no limit.</summary>
    public double MailsPerSecond { get; init; }

    /// <summary>To reach the relay, with TLS if <see cref="SmtpTls.Implicit"/>. Default: 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the greeting, for the answer to one command, and for a mail to get a session. Default: 10 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the relay to take one block of content. Default: 15 s.</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// For the answer to the final dot. Default: 60 s. When it ends the outcome is unknown: each second less saves time when a relay
    /// hangs, and costs duplicates when it is merely slow.
    /// </summary>
    public TimeSpan FinalDotTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// For one send altogether: waiting for a session, connecting, a second session if the first was dead, and the final dot, whose time is set aside: the rest
    /// shares what is left of it. Default: 80 s. A claim in the ledger must live longer.
    /// </summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(80);

    /// <summary>A session is replaced after this many mails. Default: 500. Relays cut long sessions; ours ends first, politely.</summary>
    public int SessionMails { get; init; } = 500;

    /// <summary>A session is replaced at this age. Default: 300 s, so that a change of DNS is followed within it.</summary>
    public TimeSpan SessionAge { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>A session that did nothing for so long is closed. Default: 30 s; relays close idle sessions after 60 s and more.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// So many mails in a row that the relay is to blame for, with none accepted between them, and it counts as down: it gets no mail until
    /// it answers again. Default: 5.
    /// </summary>
    public int DownAfter { get; init; } = 5;

    /// <summary>
    /// So many mails in a row that it refuses for good, with none accepted between them, are not the customers' fault: it counts as down, and
    /// what it refuses from then on is tried again. Default: 20.
    /// </summary>
    public int RefusesAllAfter { get; init; } = 20;

    /// <summary>Longest pause between two looks at a relay that is down; the first is after a second. Default: 15 s.</summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What is wrong with these settings, one sentence each; none when they can be used.</summary>
    /// <param name="section">Where they are configured; begins the name of each key.</param>
    public IEnumerable<string> Problems(string section) => RelaySettingsCheck.Of(this, section);
}
