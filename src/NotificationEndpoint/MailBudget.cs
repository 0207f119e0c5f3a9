using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint;

/// <summary>Do the time limits of relays, ledger and retries fit together into the five minutes that an e-mail is due in? Checked when the process starts.</summary>
internal static class MailBudget
{
    private static readonly TimeSpan Sla = DeliveryRules.DueWithin;

    /// <summary>What else an e-mail waits for on a bad day: outbox, broker, its turn, two commits an attempt.</summary>
    private static readonly TimeSpan Walk = TimeSpan.FromSeconds(20);

    public static IEnumerable<string> Problems(SmtpSettings smtp, LedgerSettings ledger, RecoverabilitySettings retries)
    {
        if (Silence(smtp, retries) is var silence && silence > Sla)
            yield return $"Smtp:Relays: when a relay stays silent {DeliveryRules.MostUnseenEnds} times, each for its TotalTimeout ({smtp.LongestSend}), the last attempt ends {silence.TotalSeconds:0} s after the order, and the e-mail is due after {Sla.TotalSeconds:0} s; set a shorter TotalTimeout and FinalDotTimeout, or shorter Recoverability:DelayedRetrySeconds.";
        if (Death(smtp, ledger) is var death && death > Sla)
            yield return $"Ledger:Lease is {ledger.Lease}; when two processes die over an e-mail it goes out {death.TotalSeconds:0} s after the order, and it is due after {Sla.TotalSeconds:0} s; set a shorter one, and shorter Smtp:Relays:…:TotalTimeout.";
    }

    /// <summary>As often as an e-mail is sent again by itself, the whole of it goes out and nobody answers.</summary>
    private static TimeSpan Silence(SmtpSettings smtp, RecoverabilitySettings retries) =>
        Walk + (smtp.LongestSend * DeliveryRules.MostUnseenEnds)
        + retries.Delays.Take(DeliveryRules.MostUnseenEnds - 1).Aggregate(TimeSpan.Zero, (sum, delay) => sum + (delay * (1 + retries.Jitter)) + TimeSpan.FromSeconds(1));

    /// <summary>Two die over it one after the other, and the third takes as long as it may.</summary>
    private static TimeSpan Death(SmtpSettings smtp, LedgerSettings ledger) => Walk + (ledger.Lease * 2) + smtp.LongestSend;
}
