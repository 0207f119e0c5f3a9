using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint;

/// <summary>What an e-mail's end means for the message that asked for it, and when the e-mail is to be tried again.</summary>
/// <param name="Outcome">For the runtime.</param>
/// <param name="AgainAfter">For the ledger; zero means that anybody may try at once.</param>
public sealed record DeliveryVerdict(Outcome Outcome, TimeSpan AgainAfter)
{
    /// <summary>How long a message rests when the relay is in trouble: long enough to spare it, short against 5 minutes.</summary>
    internal static readonly TimeSpan RelayPause = TimeSpan.FromSeconds(10);

    /// <param name="mail">What became of the e-mail.</param>
    /// <param name="failure">The exception behind it, if there was one: being stopped, or an error of ours.</param>
    /// <param name="unseenEnds">How many attempts before this one went out whole and had no answer.</param>
    /// <param name="nextDelay">How long the message would rest if it failed now; null when it would go to the error queue, and the reconciliation job takes over.</param>
    public static DeliveryVerdict Of(MailOutcome mail, Exception? failure, int unseenEnds, TimeSpan? nextDelay) => (mail, failure) switch
    {
        (MailOutcome.Accepted, _) => new(new Outcome.Handled(), TimeSpan.Zero),
        (_, OperationCanceledException) => new(new Outcome.Abandoned(), TimeSpan.Zero),
        (_, { } bug) => new(new Outcome.Failed(bug), TimeSpan.Zero),
        (MailOutcome.Rejected rejected, _) => new(new Outcome.Failed(new MailRejectedException(rejected.Reason), Retry.Never), TimeSpan.Zero),
        (MailOutcome.Deferred { Blame: Blame.Relay } relay, _) => new(new Outcome.Deferred(RelayPause, relay.Reason), RelayPause),
        (MailOutcome.Deferred deferred, _) => Later(deferred.Reason, nextDelay),
        (MailOutcome.Unknown unknown, _) when unseenEnds + 1 >= DeliveryRules.MostUnseenEnds => new(new Outcome.Failed(new MailNotAcceptedException(unknown.Reason), Retry.Never), TimeSpan.Zero),
        (MailOutcome.Unknown unknown, _) => Later(unknown.Reason, nextDelay),
        _ => throw new ArgumentOutOfRangeException(nameof(mail), mail, "An outcome without a verdict."),
    };

    private static DeliveryVerdict Later(string reason, TimeSpan? nextDelay) =>
        new(new Outcome.Failed(new MailNotAcceptedException(reason), Retry.Later), nextDelay ?? TimeSpan.Zero);
}
