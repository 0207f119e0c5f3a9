using System.Text;
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

    public static MimeMessage Render(SendOrderConfirmation command) => OrderConfirmationMail.Render(command, Delivery, Shop).Parse();

    /// <summary>As the golden files have them, with LF.</summary>
    public static byte[] Bytes(SendOrderConfirmation command)
    {
        var bytes = OrderConfirmationMail.Render(command, Delivery, Shop).Content.ToArray();
        var text = Encoding.Latin1.GetString(bytes);
        Assert.That(text.Replace("\r\n", "", StringComparison.Ordinal), Does.Not.Contain('\r').And.Not.Contain('\n'), "every line ends in CR LF");
        return Encoding.Latin1.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal));
    }
}
