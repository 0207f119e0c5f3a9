using MimeKit;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint;

/// <summary>
/// Straight down: claim, render, send, record. In: the command, perhaps a copy. Out: what became of it, durable in the ledger before we say so.
/// Relay away: the message comes back later and no attempt is spent. Death after the relay's yes and before the record: the lease runs out,
/// the e-mail is sent again, the same bytes, and marked. Never: a second e-mail while the ledger knows of the first.
/// </summary>
public sealed class SendOrderConfirmationHandler(
    DeliveryLedger ledger, SmtpRelay relay, MailboxAddress sender, TimeProvider time, ILogger<SendOrderConfirmationHandler> log)
    : IHandle<SendOrderConfirmation>
{
    /// <summary>How long a message rests when the ledger cannot be asked.</summary>
    private static readonly TimeSpan LedgerPause = TimeSpan.FromSeconds(5);

    public async Task<Outcome> HandleAsync(SendOrderConfirmation message, MessageContext context)
    {
        var delivery = new DeliveryKey(message.OrderId, NotificationKind.OrderConfirmation);
        return await ClaimAsync(delivery, context) switch
        {
            Claim.Ours claim => await DeliverAsync(message, delivery, claim, context),
            Claim.AlreadyAccepted => new Outcome.Handled(),
            Claim.AlreadyRejected rejected => new Outcome.Failed(new MailRejectedException(rejected.Reason), Retry.Never),
            Claim.HeldByAnother held => new Outcome.Deferred(held.Remaining + TimeSpan.FromSeconds(1), "another consumer holds the claim"),
            null => new Outcome.Deferred(LedgerPause, "the database is away"),
            var claim => throw new InvalidOperationException($"A claim without a rule: {claim}."),
        };
    }

    /// <summary>Null when the database is away: that is nobody's attempt.</summary>
    private async Task<Claim?> ClaimAsync(DeliveryKey delivery, MessageContext context)
    {
        try
        {
            return await ledger.ClaimAsync(new ClaimRequest(delivery, context.IsSentBackByOperator), context.Cancellation);
        }
        catch (Exception away) when (DeliveryLedger.IsAway(away))
        {
            log.NotClaimed(delivery.OrderId, away.Message);
            return null;
        }
    }

    private async Task<Outcome> DeliverAsync(SendOrderConfirmation command, DeliveryKey delivery, Claim.Ours claim, MessageContext context)
    {
        if (claim.PossibleDuplicate)
            log.SentAgain(command.OrderId);
        var (mail, failure) = await SendAsync(command, context);
        var verdict = DeliveryVerdict.Of(mail, failure, claim.UnseenEnds, context.NextDelay);
        await ledger.RecordAsync(new AttemptEnd(delivery, claim.Attempt, mail, verdict.AgainAfter), context.Stopping);
        log.Ended(command.OrderId, mail.GetType().Name, claim.Attempt, (time.GetUtcNow() - command.PlacedAt).TotalSeconds);
        return verdict.Outcome;
    }

    /// <summary>Every way this can go has an outcome for the ledger: a claim is never left behind by a process that goes on.</summary>
    private async Task<(MailOutcome Mail, Exception? Failure)> SendAsync(SendOrderConfirmation command, MessageContext context)
    {
        try
        {
            var mail = OrderConfirmationMail.Render(command, DeliveryId.For(command.OrderId, NotificationKind.OrderConfirmation), sender);
            return (await relay.SendAsync(mail.Message, mail.Sender, mail.Recipient, context.Cancellation), null);
        }
        catch (UnusableAddressException unusable)
        {
            return (new MailOutcome.Rejected(unusable.Message, Blame.Recipient), null);
        }
        catch (OperationCanceledException stopped) when (context.Cancellation.IsCancellationRequested)
        {
            return (new MailOutcome.Deferred("The consumer was stopped, or its time was over, before the e-mail was sent.", Blame.Relay), stopped);
        }
        catch (Exception bug)
        {
            return (new MailOutcome.Deferred(ReplyText.Line($"{bug.GetType().Name}: {bug.Message}"), Blame.Message), bug);
        }
    }
}
