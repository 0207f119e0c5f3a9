using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>What happens between an e-mail and a relay.</summary>
/// <param name="Name">For the story of a failure.</param>
/// <param name="Mail">What the consumer makes of it.</param>
/// <param name="IsTaken">The relay has the e-mail.</param>
/// <param name="IsRelays">It was the relay's trouble: it must cost the message nothing.</param>
/// <param name="TakesOthers">The relay accepted other e-mails meanwhile.</param>
/// <param name="Failure">An error of ours, or being stopped.</param>
internal sealed record RelayAnswer(
    string Name, MailOutcome Mail, bool IsTaken = false, bool IsRelays = false, bool TakesOthers = false, Exception? Failure = null)
{
    public static readonly RelayAnswer Yes = new("accepted", new MailOutcome.Accepted("250"), IsTaken: true);
    public static readonly RelayAnswer No = new("rejected: recipient", new MailOutcome.Rejected("550", Blame.Recipient));

    /// <summary>The plain ones first: a failure is shrunk towards them.</summary>
    public static readonly RelayAnswer[] All =
    [
        Yes,
        No,
        new("taken, answer lost", new MailOutcome.Unknown("no answer"), IsTaken: true),
        new("not taken, answer lost", new MailOutcome.Unknown("no answer")),
        new("put off: recipient", new MailOutcome.Deferred("451", Blame.Recipient)),
        new("put off: message", new MailOutcome.Deferred("451", Blame.Message)),
        new("rejected: message", new MailOutcome.Rejected("552", Blame.Message)),
        new("put off: relay", new MailOutcome.Deferred("421", Blame.Relay), IsRelays: true),
        new("put off: relay, which takes others", new MailOutcome.Deferred("554", Blame.Relay), TakesOthers: true),
        new("put off: relay asks for less and takes others", new MailOutcome.Deferred("452", Blame.Relay, AsksForLess: true), IsRelays: true, TakesOthers: true),
        new("cut before the dot", new MailOutcome.Deferred("cut", Blame.Relay), IsRelays: true),
        new("stopped before the dot", new MailOutcome.Deferred("stopped", Blame.Relay), IsRelays: true, Failure: new OperationCanceledException()),
        new("an error of ours", new MailOutcome.Deferred("bug", Blame.Message), Failure: new InvalidOperationException("bug")),
    ];

    /// <summary>Nobody can know whether the e-mail was taken.</summary>
    public bool IsUnseen => Mail is MailOutcome.Unknown;

    public Sent Sent(string relay) => new(Mail, relay, TakesOthers, Failure);
}
