using MimeKit;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

internal static class SampleOrder
{
    public static readonly MailboxAddress Shop = new("Example Shop", "orders@shop.example");

    public static SendOrderConfirmation Command { get; } = new(
        Guid.Parse("01936f2a-7c4e-7b1a-9d3e-5f60718293a4"),
        new DateTimeOffset(2026, 11, 3, 14, 5, 9, TimeSpan.Zero),
        new OrderCustomer("José d'Ávila", "jose@example.test"),
        "BRL",
        "pt-BR",
        [
            new("MUG-350", "Caneca de cerâmica, 350 ml", 2, 12.5m),
            new("BK-00417", null, 1, 1234.9m),
            new("TEE-XL-NAVY", "Camiseta de algodão orgânico com um nome comprido que não cabe em uma linha só", 10, 19.99m),
        ]);

    public static SendOrderConfirmation English { get; } = Command with { Locale = null, Currency = "EUR" };

    public static Guid Delivery { get; } = DeliveryId.For(Command.OrderId, NotificationKind.OrderConfirmation);

    public static MimeMessage Render(SendOrderConfirmation command) => OrderConfirmationMail.Render(command, Delivery, Shop).Message;

    public static byte[] Bytes(SendOrderConfirmation command)
    {
        using var bytes = new MemoryStream();
        Render(command).WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Unix }, bytes);
        return bytes.ToArray();
    }
}
