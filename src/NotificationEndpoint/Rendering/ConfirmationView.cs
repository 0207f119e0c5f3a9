using System.Globalization;
using Notifications.Messages;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>What the templates show: words and numbers ready to be read, in the customer's language. Not yet encoded for HTML.</summary>
public sealed record ConfirmationView(
    Wording Words,
    string Number,
    string Reference,
    string Subject,
    string Greeting,
    string Preheader,
    string Date,
    string Total,
    string Shop,
    IReadOnlyList<ConfirmationView.Line> Lines)
{
    private const int LongestName = 100;
    private const int LongestItem = 200;
    private const int LongestSku = 64;

    /// <param name="Name">What the customer knows the article by; the SKU when the shop sent no name.</param>
    /// <param name="Sku">Empty where it already stands as the name.</param>
    public sealed record Line(string Name, string Sku, string Quantity, string UnitPrice, string Amount);

    /// <param name="command">What to confirm.</param>
    /// <param name="shop">Who sends the mail, in a word.</param>
    public static ConfirmationView Of(SendOrderConfirmation command, string shop)
    {
        var locale = MailLocales.For(command.Locale);
        var words = Wording.In(locale);
        var number = ShortNumber(command.OrderId);
        var currency = PlainText.Line(command.Currency, 3);
        var total = Money.Format(command.Lines.Sum(line => line.Quantity * line.UnitPrice), currency, locale);
        return new ConfirmationView(
            words,
            number,
            command.OrderId.ToString("D"),
            words.Subject(number),
            words.Greeting(PlainText.Line(command.Customer.Name, LongestName)),
            words.Preheader(number, total),
            words.Date(command.PlacedAt.ToUniversalTime()),
            total,
            PlainText.Line(shop, LongestName),
            [.. command.Lines.Select(line => LineOf(line, currency, locale))]);
    }

    /// <summary>The last eight digits of the id, the part of a UUIDv7 that is random: short enough to be read over the telephone.</summary>
    private static string ShortNumber(Guid orderId) => orderId.ToString("N")[^8..].ToUpperInvariant();

    private static Line LineOf(OrderLine line, string currency, MailLocale locale)
    {
        var sku = PlainText.Line(line.Sku, LongestSku);
        var name = PlainText.Line(line.Name ?? "", LongestItem);
        return new Line(
            name.Length > 0 ? name : sku,
            name.Length > 0 ? sku : "",
            line.Quantity.ToString(CultureInfo.InvariantCulture),
            Money.Format(line.UnitPrice, currency, locale),
            Money.Format(line.Quantity * line.UnitPrice, currency, locale));
    }
}
