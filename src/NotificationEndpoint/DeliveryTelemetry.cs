using System.Diagnostics;
using System.Diagnostics.Metrics;
using Notifications.Messaging.Diagnostics;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint;

/// <summary>Spans and metrics of one e-mail on its way; docs/observability.md has the names. Labels are relays of the settings, and fixed sets.</summary>
internal static class DeliveryTelemetry
{
    public const string MeterName = "Notifications.Delivery";

    private static readonly ActivitySource Source = new(MeterName);
    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> TimeToAccept = Meter.CreateHistogram(
        "notifications.email.time_to_accept", "s", "From the order's acceptance to its e-mail's by a relay.", advice: Buckets.Promise);

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("notifications.email.attempts", "{attempt}", "Attempts that ended.");
    private static readonly Histogram<double> AttemptDuration = Meter.CreateHistogram("notifications.email.attempt.duration", "s", "At the relay.", advice: Buckets.ShortTimes);
    private static readonly Counter<long> Claims = Meter.CreateCounter<long>("notifications.email.claims", "{claim}", "Answers of the ledger.");
    private static readonly Counter<long> ClaimsTakenOver = Meter.CreateCounter<long>("notifications.email.claims.taken_over", "{claim}", "Claims of a process that died or hung.");
    private static readonly Counter<long> PossibleDuplicates = Meter.CreateCounter<long>(
        "notifications.email.possible_duplicates", "{email}", "E-mails accepted after an attempt whose end nobody saw.");

    public static void BeginAtZero(IEnumerable<string> relays)
    {
        foreach (var relay in relays)
        {
            foreach (var (outcome, blame) in new[] { ("accepted", "none"), ("deferred", "relay"), ("deferred", "recipient"), ("deferred", "message"), ("rejected", "recipient"), ("rejected", "message"), ("unknown", "none") })
                Attempts.Add(0, Attempt(relay, outcome, blame));
        }

        foreach (var result in new[] { "ours", "already_accepted", "already_rejected", "left_to_a_person", "not_ordered", "held", "unavailable" })
            Claims.Add(0, Result(result));
        ClaimsTakenOver.Add(0);
        PossibleDuplicates.Add(0);
    }

    public static Activity? StartClaiming() => Source.StartActivity("claim e-mail");

    /// <param name="activity">Of the claim.</param>
    /// <param name="claim">Null when the ledger could not be asked.</param>
    public static void Claimed(Activity? activity, Claim? claim)
    {
        var result = claim switch
        {
            Claim.Ours => "ours",
            Claim.AlreadyAccepted => "already_accepted",
            Claim.AlreadyRejected => "already_rejected",
            Claim.LeftToAPerson => "left_to_a_person",
            Claim.NotOrdered => "not_ordered",
            Claim.HeldByAnother => "held",
            null => "unavailable",
            _ => throw new ArgumentOutOfRangeException(nameof(claim), claim, "A claim without a name."),
        };
        Claims.Add(1, Result(result));
        activity?.SetTag("notifications.claim", result);
        if (claim is Claim.Ours { Attempt: var attempt })
            activity?.SetTag("notifications.attempt", attempt);
        if (claim is null)
            activity?.SetStatus(ActivityStatusCode.Error);
    }

    public static void TakenOver(int claims) => ClaimsTakenOver.Add(claims);

    public static Activity? StartRendering() => Source.StartActivity("render e-mail");

    public static Activity? StartDelivering(string relay) => Source.StartActivity("deliver e-mail", ActivityKind.Client)?.SetTag("notifications.relay", relay);

    /// <summary>The relay's answer, or that there was none. What it says for itself stays out of the span: that is in the ledger.</summary>
    public static void Delivered(Activity? activity, MailOutcome outcome)
    {
        activity?.SetTag("notifications.outcome", MailOutcome.NameOf(outcome));
        if (outcome is not MailOutcome.Accepted)
            activity?.SetTag(Conventions.ErrorType, MailOutcome.NameOf(outcome)).SetStatus(ActivityStatusCode.Error);
    }

    public static Activity? StartRecording() => Source.StartActivity("record end");

    /// <param name="sent">How the attempt ended.</param>
    /// <param name="atRelay">How long it took there.</param>
    public static void Ended(Sent sent, TimeSpan atRelay)
    {
        var (outcome, relay) = (MailOutcome.NameOf(sent.Mail), sent.Relay ?? "none");
        Attempts.Add(1, Attempt(relay, outcome, MailOutcome.BlameOf(sent.Mail) ?? "none"));
        if (sent.Relay is not null)
            AttemptDuration.Record(atRelay.TotalSeconds, new TagList { { "relay", relay }, { "outcome", outcome } });
    }

    /// <param name="sinceOrder">Clocks of two machines; below zero is zero.</param>
    /// <param name="possiblyTwice">An earlier attempt ended unseen.</param>
    public static void Accepted(TimeSpan sinceOrder, bool possiblyTwice)
    {
        TimeToAccept.Record(Math.Max(0, sinceOrder.TotalSeconds));
        if (possiblyTwice)
            PossibleDuplicates.Add(1);
    }

    private static TagList Attempt(string relay, string outcome, string blame) => new() { { "relay", relay }, { "outcome", outcome }, { "blame", blame } };

    private static KeyValuePair<string, object?> Result(string result) => new("result", result);
}
