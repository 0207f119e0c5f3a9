using System.Text.Json;
using Notifications.Messages;
using Notifications.OrdersEndpoint.Orders;

namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>Reads the body of <c>POST /orders</c>. Pure: the same body gives the same order or the same errors.</summary>
internal static class OrderRequest
{
    public const int MostItems = 1_000;
    private const int MostPieces = 100_000;
    private const decimal HighestPrice = 1_000_000_000;

    private static readonly string[] BodyFields = ["customer_id", "customer", "currency", "locale", "items"];
    private static readonly string[] CustomerFields = ["name", "email"];
    private static readonly string[] ItemFields = ["sku", "name", "qty", "unit_price"];

    /// <returns>The order, or null and at least one error.</returns>
    public static Order? Read(JsonElement body, DateTimeOffset now, FieldErrors errors)
    {
        var fields = new JsonFields(body, "", BodyFields, errors);
        var customerId = fields.Text("customer_id", 100);
        var customer = fields.Object("customer") is { } value ? ReadCustomer(value, errors) : null;
        var currency = ReadCurrency(fields);
        var locale = fields.OptionalText("locale", 35);
        if (locale is not null && !IsLanguageTag(locale))
            fields.Error("locale", "is not a language tag such as en or pt-BR.");
        var lines = fields.List("items", MostItems).Select((item, index) => ReadLine(item, $"items[{index}]", currency, errors)).ToList();

        if (!errors.IsEmpty)
            return null;

        // Whole milliseconds, as the id carries them and every store keeps them: a copy made from the database is the same.
        var placedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return new Order(Guid.CreateVersion7(placedAt), placedAt, customerId!, customer!, currency!, locale, lines);
    }

    private static OrderCustomer ReadCustomer(JsonElement value, FieldErrors errors)
    {
        var fields = new JsonFields(value, "customer", CustomerFields, errors);
        var name = fields.Text("name", 200);
        var email = fields.Text("email", EmailAddress.Longest);
        if (email is not null && EmailAddress.Refuse(email) is { } reason)
            fields.Error("email", reason);
        return new OrderCustomer(name ?? "", email ?? "");
    }

    private static string? ReadCurrency(JsonFields fields)
    {
        var code = fields.Text("currency", 3);
        if (code is null || Currency.IsKnown(code))
            return code;
        fields.Error("currency", $"is {code}; give an ISO 4217 code in capitals, such as BRL or EUR.");
        return null;
    }

    private static OrderLine ReadLine(JsonElement value, string path, string? currency, FieldErrors errors)
    {
        var fields = new JsonFields(value, path, ItemFields, errors);
        var line = new OrderLine(
            fields.Text("sku", 64) ?? "",
            fields.OptionalText("name", 200),
            fields.WholeNumber("qty", 1, MostPieces),
            fields.Amount("unit_price", HighestPrice));
        if (currency is not null && decimal.Round(line.UnitPrice, Currency.DecimalsOf(currency)) != line.UnitPrice)
            fields.Error("unit_price", $"is finer than {currency} allows ({Currency.DecimalsOf(currency)} decimals).");
        return line;
    }

    /// <summary>Letters, digits and hyphens, beginning with a letter: enough to choose a template by; unknown ones fall back.</summary>
    private static bool IsLanguageTag(string tag) =>
        char.IsAsciiLetter(tag[0]) && tag.Length >= 2 && tag[^1] != '-' && tag.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
