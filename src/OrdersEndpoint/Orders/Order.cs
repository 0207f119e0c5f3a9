using Notifications.Messages;

namespace Notifications.OrdersEndpoint.Orders;

/// <summary>A valid order, before it is accepted.</summary>
/// <param name="RequestKey">Made of the caller and the idempotency key of the request; null when it had none.</param>
public sealed record Order(
    Guid Id,
    DateTimeOffset PlacedAt,
    string CustomerId,
    OrderCustomer Customer,
    string Currency,
    string? Locale,
    IReadOnlyList<OrderLine> Lines,
    Guid? RequestKey = null)
{
    public decimal Total => Lines.Sum(line => line.Quantity * line.UnitPrice);

    public SendOrderConfirmation ToCommand() => new(Id, PlacedAt, Customer, Currency, Locale, Lines);

    /// <summary>Would it be the same order but for its id and time? However the two were written: blanks, order of fields and closing zeros do not matter.</summary>
    public bool AsksTheSameAs(Order other) =>
        (CustomerId, Customer, Currency, Locale) == (other.CustomerId, other.Customer, other.Currency, other.Locale) && Lines.SequenceEqual(other.Lines);
}
