using System.Diagnostics;
using MimeKit;
using Notifications.Messages;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.NotificationEndpoint.Relays;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint;

/// <summary>
/// Straight down: a place at a relay, claim, render, send, record; when the relay is to blame, the same at the next one.
/// In: the command, perhaps a copy. Out: what became of it, durable in the ledger before we say so.
/// No relay left: the message comes back later and no attempt is spent. Death after the relay's yes and before the record: the lease runs out,
/// the e-mail is sent again, the same bytes, and marked. Never: a second e-mail while the ledger knows of the first, or one that no order asks for.
/// </summary>
public sealed class SendOrderConfirmationHandler(
    DeliveryLedger ledger, RelaySet relays, RecipientRules rules, MailboxAddress sender, TimeProvider time, ILogger<SendOrderConfirmationHandler> log)
    : IHandle<SendOrderConfirmation>
{
    /// <summary>How long a message rests when the ledger cannot be asked.</summary>
    private static readonly TimeSpan LedgerPause = TimeSpan.FromSeconds(5);

    private readonly Outage _asking = new(time);

    public async Task<Outcome> HandleAsync(SendOrderConfirmation message, MessageContext context)
    {
        var delivery = new DeliveryKey(message.OrderId, NotificationKind.OrderConfirmation);
        Activity.Current?.SetTag("notifications.delivery.id", delivery.Id);
        Outcome outcome = new Outcome.Deferred(DeliveryVerdict.RelayPause, "no mail relay can be used");
        var recipient = RecipientOf(message);
        var address = recipient is null ? null : SuppressedAddress.Of(recipient);
        var tried = new List<string>();
        while (true)
        {
            using var place = await EnterAsync(tried, context);
            if (place is null)
                return outcome;
            var request = new ClaimRequest(delivery, place.Relay, message.Customer.Email, address, context.PublishedAt, context.IsSentBackByOperator);
            CrashPoint.Reached(CrashPoint.BeforeClaim);
            var claim = await ClaimAsync(request, context);
            if (claim is not Claim.Ours ours)
                return NotOurs(claim, message.OrderId);
            CrashPoint.Reached(CrashPoint.AfterClaim);
            var verdict = await DeliverAsync(message, recipient, request, ours, place, context);
            if (!verdict.NextRelay)
                return verdict.Outcome;
            outcome = verdict.Outcome;
            tried.Add(place.Relay);
        }
    }

    /// <summary>Null when no relay is left, or none had room before the handler's time was over: that is nobody's attempt.</summary>
    private async Task<RelayPlace?> EnterAsync(List<string> tried, MessageContext context)
    {
        try
        {
            return await relays.EnterAsync(tried, context.Cancellation);
        }
        catch (OperationCanceledException) when (!context.Stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Null when the database is away: that is nobody's attempt either.</summary>
    private async Task<Claim?> ClaimAsync(ClaimRequest request, MessageContext context)
    {
        using var activity = DeliveryTelemetry.StartClaiming();
        Claim? claim = null;
        try
        {
            claim = await ledger.ClaimAsync(request, context.Cancellation);
            if (_asking.Worked() is { } leftOut)
                log.ClaimedAgain(leftOut);
        }
        catch (Exception away) when (DeliveryLedger.IsAway(away))
        {
            if (_asking.Failed() is { } leftOut)
                log.NotClaimed(request.Delivery.Id, FailureText.ReasonOf(away), leftOut);
        }

        DeliveryTelemetry.Claimed(activity, claim);
        return claim;
    }

    internal static Outcome NotOurs(Claim? claim, Guid order) => claim switch
    {
        Claim.AlreadyAccepted => new Outcome.Handled(),
        Claim.AlreadyRejected rejected => new Outcome.Failed(new MailRejectedException(rejected.Reason), Retry.Never),
        Claim.LeftToAPerson left => new Outcome.Failed(new MailNotAcceptedException(left.Reason), Retry.Never),
        Claim.NotOrdered not => new Outcome.Failed(new NotOrderedException(order, not.OrderExists), Retry.Never),
        Claim.HeldByAnother held => new Outcome.Deferred(held.Remaining + TimeSpan.FromSeconds(1), "another consumer holds the claim"),
        null => new Outcome.Deferred(LedgerPause, "the database is away"),
        _ => throw new ArgumentOutOfRangeException(nameof(claim), claim, "A claim without a rule."),
    };

    private async Task<DeliveryVerdict> DeliverAsync(
        SendOrderConfirmation command, MailboxAddress? recipient, ClaimRequest request, Claim.Ours claim, RelayPlace place, MessageContext context)
    {
        var delivery = request.Delivery;
        if (claim.PossibleDuplicate)
            log.SentAgain(delivery.Id);
        var began = time.GetTimestamp();
        var sent = await SendAsync(command, recipient, delivery, claim, place, context);
        DeliveryTelemetry.Ended(sent, time.GetElapsedTime(began));
        if (sent.Mail is MailOutcome.Accepted)
            DeliveryTelemetry.Accepted(time.GetUtcNow() - command.PlacedAt, claim.PossibleDuplicate);
        var verdict = DeliveryVerdict.Of(sent, claim.UnseenEnds, context.NextDelay);
        bool isWritten;
        using (DeliveryTelemetry.StartRecording())
            isWritten = await ledger.RecordAsync(new AttemptEnd(request, claim, sent.Relay, sent.Mail, verdict.AgainAfter), context.Stopping);
        CrashPoint.Reached(CrashPoint.AfterRecord);
        log.Ended(delivery.Id, command.OrderId, sent.Mail.GetType().Name, claim.Attempt, sent.Relay, (time.GetUtcNow() - command.PlacedAt).TotalSeconds);
        return isWritten ? verdict : verdict.Overtaken;
    }

    /// <summary>Every way this can go has an outcome for the ledger: a claim is never left behind by a process that goes on.</summary>
    private async Task<Sent> SendAsync(
        SendOrderConfirmation command, MailboxAddress? recipient, DeliveryKey delivery, Claim.Ours claim, RelayPlace place, MessageContext context)
    {
        try
        {
            var mail = Render(command, delivery, recipient ?? throw new UnusableAddressException());
            if ((rules.WhyNotAllowed(mail.Recipient) ?? WhySuppressed(claim, context)) is { } reason)
                return new Sent(new MailOutcome.Rejected(reason, Blame.Recipient));
            using var activity = DeliveryTelemetry.StartDelivering(place.Relay);
            var answer = await place.SendAsync(mail, context.Cancellation);
            DeliveryTelemetry.Delivered(activity, answer.Outcome);
            return new Sent(answer.Outcome, place.Relay, answer.TakesOthers);
        }
        catch (UnusableAddressException unusable)
        {
            return new Sent(new MailOutcome.Rejected(unusable.Message, Blame.Recipient));
        }
        catch (OperationCanceledException stopped) when (context.Cancellation.IsCancellationRequested)
        {
            return new Sent(new MailOutcome.Deferred("The consumer was stopped, or its time was over, before the e-mail was sent.", Blame.Relay), Failure: stopped);
        }
        catch (Exception bug)
        {
            return new Sent(new MailOutcome.Deferred(ReplyText.Line($"{bug.GetType().Name}: {bug.Message}"), Blame.Message), Failure: bug);
        }
    }

    private RenderedMail Render(SendOrderConfirmation command, DeliveryKey delivery, MailboxAddress recipient)
    {
        using var activity = DeliveryTelemetry.StartRendering();
        return OrderConfirmationMail.Render(command, delivery.Id, sender, recipient);
    }

    /// <summary>Null when it is on the list for nothing that counts: a person who sends the message back knows better than a relay did.</summary>
    private static string? WhySuppressed(Claim.Ours claim, MessageContext context) =>
        claim.Suppressed is { } entry && !(context.IsSentBackByOperator && entry.Source == SuppressionSource.Relay)
            ? $"The recipient is on the suppression list since {entry.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {entry.Reason}"
            : null;

    /// <summary>Null when it is none: that will be the end of the attempt.</summary>
    private static MailboxAddress? RecipientOf(SendOrderConfirmation command)
    {
        try
        {
            return RecipientAddress.Of(command.Customer);
        }
        catch (UnusableAddressException)
        {
            return null;
        }
    }
}
