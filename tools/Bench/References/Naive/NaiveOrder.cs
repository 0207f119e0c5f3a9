using Notifications.Messages;

namespace Notifications.Bench.References.Naive;

/// <summary>The body of <c>POST /orders</c>, as the framework binds it.</summary>
internal sealed record NaiveRequest(string CustomerId, NaiveCustomer Customer, string Currency, string? Locale, IReadOnlyList<NaiveItem> Items);

internal sealed record NaiveCustomer(string Name, string Email);

internal sealed record NaiveItem(string Sku, string? Name, int Qty, decimal UnitPrice)
{
    public decimal Amount => Qty * UnitPrice;
}

/// <summary>The answer, with the fields of the orders endpoint's.</summary>
internal sealed record NaiveAnswer(Guid OrderId, string Status, decimal Total, string Currency, DateTimeOffset AcceptedAt);

/// <summary>An order, and the message that asks for its e-mail: it carries all that the e-mail shows.</summary>
internal sealed record NaiveOrder(Guid OrderId, DateTimeOffset PlacedAt, NaiveRequest Placed)
{
    /// <summary>As the orders endpoint and the notification endpoint make it, so that one analysis of the mails fits both.</summary>
    public Guid DeliveryId => Messages.DeliveryId.For(OrderId, NotificationKind.OrderConfirmation);

    public decimal Total => Placed.Items.Sum(item => item.Amount);

    public static NaiveOrder Of(NaiveRequest placed)
    {
        var now = DateTimeOffset.UtcNow;
        return new NaiveOrder(Guid.CreateVersion7(now), now, placed);
    }
}
