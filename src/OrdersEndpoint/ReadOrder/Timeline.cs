namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>What happened to a confirmation, in the order of time.</summary>
internal static class Timeline
{
    public static IReadOnlyList<TimelineEvent> Of(OrderFacts order, Audience audience)
    {
        var delivery = order.Delivery;
        var events = new List<TimelineEvent> { new(order.AcceptedAt, "accepted") };
        if (delivery.PublishedAt is { } publishedAt)
            events.Add(new TimelineEvent(publishedAt, "published"));
        events.AddRange(order.Attempts.Reverse().Select(attempt => Of(attempt, audience)));
        events.AddRange(order.Decisions.Reverse().Select(decision => Of(decision, audience)));
        if (delivery is { Status: "claimed", ClaimedAt: { } claimedAt })
            events.Add(Claim(claimedAt, delivery, audience));
        if (order.EmailAcceptedAt is { } emailAcceptedAt)
            events.Add(new TimelineEvent(emailAcceptedAt, "email_accepted"));

        // Stable: what bears the same time, such as an attempt and the e-mail's acceptance, stays as it is listed here.
        return [.. events.Select(one => one with { At = one.At.ToUniversalTime(), StartedAt = one.StartedAt?.ToUniversalTime() }).OrderBy(one => one.At)];
    }

    private static TimelineEvent Of(AttemptFacts attempt, Audience audience)
    {
        var forAll = new TimelineEvent(attempt.EndedAt, "attempt") { Attempt = attempt.Attempt, Outcome = attempt.Outcome, StartedAt = attempt.StartedAt };
        return audience == Audience.Operators
            ? forAll with { Relay = attempt.Relay, Blame = attempt.Blame, Reply = attempt.Reply, Reason = attempt.Reason, By = attempt.ClaimedBy }
            : forAll with { Reason = ReasonWord.Of(attempt) };
    }

    private static TimelineEvent Of(DecisionFacts decision, Audience audience)
    {
        var forAll = new TimelineEvent(decision.At, decision.Decision) { State = decision.State };
        return audience == Audience.Operators ? forAll with { Reason = decision.Reason, By = decision.Node } : forAll;
    }

    private static TimelineEvent Claim(DateTimeOffset at, DeliveryFacts claim, Audience audience)
    {
        var forAll = new TimelineEvent(at, "claimed") { Attempt = claim.Attempt, LeaseUntil = claim.LeaseUntil };
        return audience == Audience.Operators ? forAll with { Relay = claim.Relay, By = claim.ClaimedBy } : forAll;
    }
}
