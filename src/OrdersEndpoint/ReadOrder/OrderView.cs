using Notifications.Messages;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>An order as <c>GET /orders/{id}</c> shows it.</summary>
public sealed record OrderView(
    Guid OrderId,
    string Status,
    string CustomerId,
    CustomerView Customer,
    string Currency,
    string? Locale,
    IReadOnlyList<ItemView> Items,
    decimal Total,
    DateTimeOffset AcceptedAt,
    ConfirmationView Confirmation)
{
    internal static OrderView Of(OrderFacts order, Audience audience) => new(
        order.OrderId, order.Status, order.CustomerId, order.Customer, order.Currency, order.Locale, order.Items, order.Total, order.AcceptedAt,
        ConfirmationView.Of(order, audience));
}

public sealed record CustomerView(string Name, string Email);

public sealed record ItemView(string Sku, string? Name, int Qty, decimal UnitPrice);

/// <summary>Where the confirmation e-mail stands. All times are the database's, UTC.</summary>
/// <param name="Status">stored, published, claimed, accepted, deferred, rejected or unknown; docs/states.md says what each means.</param>
/// <param name="DueAt">Five minutes after the order's acceptance.</param>
/// <param name="WithinSla">Was it accepted by then? Null while that is open: not accepted yet, and still in time.</param>
/// <param name="Attempts">How often a consumer has taken it on.</param>
/// <param name="AcceptedAt">When the mail relay took it.</param>
/// <param name="SecondsToEmail">From the order's acceptance to the e-mail's.</param>
/// <param name="RelayReply">What the relay said, 500 characters at most; null for a customer.</param>
/// <param name="Reason">Why it has not gone out yet, or never will, 500 characters at most; for a customer one of the words of <see cref="ReasonWord"/>.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
/// <param name="PossibleDuplicate">It was sent again after an attempt whose end nobody saw: the customer may have it twice.</param>
/// <param name="AttemptsLogged">How many ends of attempts there are; the timeline has the newest 50.</param>
/// <param name="DecisionsLogged">How many decisions of reconciliation there are; the timeline has the newest 50.</param>
/// <param name="Timeline">What happened, in the order of time.</param>
public sealed record ConfirmationView(
    string Status,
    DateTimeOffset DueAt,
    bool? WithinSla,
    int Attempts,
    DateTimeOffset? AcceptedAt,
    double? SecondsToEmail,
    string? RelayReply,
    string? Reason,
    DateTimeOffset? NextAttemptAt,
    bool PossibleDuplicate,
    long AttemptsLogged,
    long DecisionsLogged,
    IReadOnlyList<TimelineEvent> Timeline)
{
    internal static ConfirmationView Of(OrderFacts order, Audience audience)
    {
        var delivery = order.Delivery;
        var dueAt = order.AcceptedAt + DeliveryRules.DueWithin;
        return new ConfirmationView(
            delivery.Status,
            dueAt,
            order.EmailAcceptedAt is { } at ? at <= dueAt : order.IsOverdue ? false : null,
            delivery.Attempt,
            order.EmailAcceptedAt,
            order.EmailAcceptedAt is { } end ? Math.Round((end - order.AcceptedAt).TotalSeconds, 3) : null,
            audience == Audience.Operators ? delivery.Reply : null,
            audience == Audience.Operators ? delivery.Reason : ReasonWord.Of(order),
            delivery.NextAttemptAt,
            delivery.PossibleDuplicate,
            order.AttemptsLogged,
            order.DecisionsLogged,
            ReadOrder.Timeline.Of(order, audience));
    }
}
