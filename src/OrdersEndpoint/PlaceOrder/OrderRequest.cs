using System.Text.Json;
using System.Text.RegularExpressions;
using Notifications.Messages;
using Notifications.OrdersEndpoint.Orders;

namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>Reads the body of <c>POST /orders</c>. Pure: the same body gives the same order or the same errors.</summary>
internal static partial class OrderRequest
{
    public const int MostItems = 1_000;
    public const int MostPieces = 100_000;
    public const decimal HighestPrice = 1_000_000_000;
    public const int LongestCustomerId = 100;
    public const int LongestName = 200;
    public const int LongestSku = 64;
    public const int LongestLocale = 35;

    /// <summary>Letters, digits and hyphens, beginning with a letter: enough to choose a template by; unknown ones fall back.</summary>
    public const string Locale = "^[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$";

    private const int CurrencyLength = 3;

    private static readonly string[] BodyFields = ["customer_id", "customer", "currency", "locale", "items"];
    private static readonly string[] CustomerFields = ["name", "email"];
    private static readonly string[] ItemFields = ["sku", "name", "qty", "unit_price"];

    /// <returns>The order, or null and at least one error.</returns>
    public static Order? Read(JsonElement body, DateTimeOffset now, FieldErrors errors)
    {
        var fields = new JsonFields(body, "", BodyFields, errors);
        var customerId = fields.Text("customer_id", LongestCustomerId);
        var customer = fields.Object("customer") is { } value ? ReadCustomer(value, errors) : null;
        var currency = ReadCurrency(fields);
        var locale = fields.OptionalText("locale", LongestLocale);
        if (locale is not null && !LanguageTag().IsMatch(locale))
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
        var name = fields.Text("name", LongestName);
        var email = fields.Text("email", EmailAddress.Longest);
        if (email is not null && EmailAddress.Refuse(email) is { } reason)
            fields.Error("email", reason);
        return new OrderCustomer(name ?? "", email ?? "");
    }

    private static string? ReadCurrency(JsonFields fields)
    {
        var code = fields.Text("currency", CurrencyLength);
        if (code is null || Currency.IsKnown(code))
            return code;
        fields.Error("currency", $"is {code}; give an ISO 4217 code in capitals, such as BRL or EUR.");
        return null;
    }

    private static OrderLine ReadLine(JsonElement value, string path, string? currency, FieldErrors errors)
    {
        var fields = new JsonFields(value, path, ItemFields, errors);
        var line = new OrderLine(
            fields.Text("sku", LongestSku) ?? "",
            fields.OptionalText("name", LongestName),
            fields.WholeNumber("qty", 1, MostPieces),
            fields.Amount("unit_price", HighestPrice));
        if (currency is not null && decimal.Round(line.UnitPrice, Currency.DecimalsOf(currency)) != line.UnitPrice)
            fields.Error("unit_price", $"is finer than {currency} allows ({Currency.DecimalsOf(currency)} decimals).");
        return line;
    }

    [GeneratedRegex(Locale)]
    private static partial Regex LanguageTag();
}
