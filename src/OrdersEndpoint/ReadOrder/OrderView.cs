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
    ConfirmationView Confirmation);

public sealed record CustomerView(string Name, string Email);

public sealed record ItemView(string Sku, string? Name, int Qty, decimal UnitPrice);

/// <summary>Where the confirmation e-mail stands.</summary>
/// <param name="Status">stored, published, claimed, accepted, deferred, rejected or unknown; docs/states.md says what each means.</param>
/// <param name="Attempts">How often a consumer has taken it on.</param>
/// <param name="AcceptedAt">When the mail relay took it.</param>
/// <param name="SecondsToEmail">From the order's acceptance to the e-mail's.</param>
/// <param name="RelayReply">What the relay said.</param>
/// <param name="Reason">Why it has not gone out yet, or never will.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
/// <param name="PossibleDuplicate">It was sent again after an attempt whose end nobody saw: the customer may have it twice.</param>
public sealed record ConfirmationView(
    string Status,
    int Attempts,
    DateTimeOffset? AcceptedAt,
    double? SecondsToEmail,
    string? RelayReply,
    string? Reason,
    DateTimeOffset? NextAttemptAt,
    bool PossibleDuplicate);
