using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint;

/// <summary>What an attempt's end means for the message that asked for the e-mail, and when the e-mail is to be tried again.</summary>
/// <param name="Outcome">For the runtime.</param>
/// <param name="AgainAfter">For the ledger; zero means that anybody may try at once.</param>
public sealed record DeliveryVerdict(Outcome Outcome, TimeSpan AgainAfter)
{
    /// <summary>How long a message rests when no relay takes it: long enough to spare them, short against 5 minutes.</summary>
    internal static readonly TimeSpan RelayPause = TimeSpan.FromSeconds(10);

    /// <summary>Certainly not sent, and not for the e-mail's sake: another relay may take it at once.</summary>
    public bool NextRelay { get; private init; }

    /// <summary>
    /// The end was refused because somebody has taken over: theirs counts, and may be another. The message comes back and asks; if it were forgotten here and
    /// they died, nobody would have it.
    /// </summary>
    public DeliveryVerdict Overtaken => Outcome is Outcome.Abandoned ? this : new(new Outcome.Deferred(RelayPause, "another consumer has taken over"), TimeSpan.Zero);

    /// <param name="sent">How the attempt ended.</param>
    /// <param name="unseenEnds">How many attempts before this one went out whole and had no answer.</param>
    /// <param name="nextDelay">How long the message would rest if it failed now; null when it would go to the error queue, and the reconciliation job takes over.</param>
    public static DeliveryVerdict Of(Sent sent, int unseenEnds, TimeSpan? nextDelay) => (sent.Mail, sent.Failure) switch
    {
        (MailOutcome.Accepted, _) => new(new Outcome.Handled(), TimeSpan.Zero),
        (_, OperationCanceledException) => new(new Outcome.Abandoned(), TimeSpan.Zero),
        (_, { } bug) => new(new Outcome.Failed(bug), TimeSpan.Zero),
        (MailOutcome.Rejected { Blame: Blame.Recipient } rejected, _) => new(new Outcome.Failed(new RecipientRejectedException(rejected.Reason), Retry.Never), TimeSpan.Zero),
        (MailOutcome.Rejected rejected, _) => new(new Outcome.Failed(new MailRejectedException(rejected.Reason), Retry.Never), TimeSpan.Zero),

        // A relay that takes other e-mails meanwhile, and has room for more, holds something against this one: that goes on for no longer than the retries.
        (MailOutcome.Deferred { Blame: Blame.Relay, AsksForLess: false } deferred, _) when sent.TakesOthers => Later(deferred.Reason, nextDelay) with { NextRelay = true },
        (MailOutcome.Deferred { Blame: Blame.Relay } deferred, _) => new(new Outcome.Deferred(RelayPause, deferred.Reason), RelayPause) { NextRelay = true },
        (MailOutcome.Deferred deferred, _) => Later(deferred.Reason, nextDelay),
        (MailOutcome.Unknown unknown, _) when unseenEnds + 1 >= DeliveryRules.MostUnseenEnds => new(new Outcome.Failed(new MailNotAcceptedException(unknown.Reason), Retry.Never), TimeSpan.Zero),
        (MailOutcome.Unknown unknown, _) => Later(unknown.Reason, nextDelay),
        _ => throw new ArgumentOutOfRangeException(nameof(sent), sent, "An end without a verdict."),
    };

    private static DeliveryVerdict Later(string reason, TimeSpan? nextDelay) =>
        new(new Outcome.Failed(new MailNotAcceptedException(reason), Retry.Later), nextDelay ?? TimeSpan.Zero);
}

/// <summary>How one attempt ended.</summary>
/// <param name="Mail">What became of the e-mail.</param>
/// <param name="Relay">That had it; null when none was asked.</param>
/// <param name="TakesOthers">The relay has accepted other e-mails meanwhile.</param>
/// <param name="Failure">The exception behind it, if there was one: being stopped, or an error of ours.</param>
public readonly record struct Sent(MailOutcome Mail, string? Relay = null, bool TakesOthers = false, Exception? Failure = null);
