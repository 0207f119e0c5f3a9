using Notifications.Messages;
using Notifications.NotificationEndpoint.Tests.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>Orders whose e-mail is out of the ordinary.</summary>
internal static class Orders
{
    /// <summary>About 30 KB.</summary>
    public static SendOrderConfirmation OfManyLines { get; } = OfLines(50, "Caneca");

    /// <summary>More than the buffers between two programs hold, so that its sender has to wait for somebody who does not read.</summary>
    public static SendOrderConfirmation Huge { get; } = OfLines(2_200, new string('ç', 200));

    public static SendOrderConfirmation To(string address) => SampleOrder.Command with { Customer = new OrderCustomer("José", address) };

    /// <summary>The same once more, from somebody else: a relay's word about one customer stays in the ledger.</summary>
    public static SendOrderConfirmation Another(SendOrderConfirmation order)
    {
        var id = Guid.CreateVersion7();
        return order with
        {
            OrderId = id,
            Customer = order.Customer == SampleOrder.Command.Customer ? order.Customer with { Email = $"customer-{id:N}@example.test" } : order.Customer,
        };
    }

    private static SendOrderConfirmation OfLines(int lines, string name) =>
        SampleOrder.Command with { Lines = [.. Enumerable.Range(1, lines).Select(line => new OrderLine($"SKU-{line}", name, 1, 9.9m))] };
}
