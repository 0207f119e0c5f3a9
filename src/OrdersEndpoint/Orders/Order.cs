using Notifications.Messages;

namespace Notifications.OrdersEndpoint.Orders;

/// <summary>A valid order, before it is accepted.</summary>
public sealed record Order(
    Guid Id,
    DateTimeOffset PlacedAt,
    string CustomerId,
    OrderCustomer Customer,
    string Currency,
    string? Locale,
    IReadOnlyList<OrderLine> Lines)
{
    public decimal Total => Lines.Sum(line => line.Quantity * line.UnitPrice);

    public SendOrderConfirmation ToCommand() => new(Id, PlacedAt, Customer, Currency, Locale, Lines);
}
