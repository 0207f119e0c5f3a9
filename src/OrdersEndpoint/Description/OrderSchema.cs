using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Notifications.Messages;
using Notifications.OrdersEndpoint.PlaceOrder;

namespace Notifications.OrdersEndpoint.Description;

/// <summary>
/// The body of <c>POST /orders</c> as JSON Schema, with the bounds that <see cref="OrderRequest"/> checks. It is read by hand there, so that a client
/// learns all errors at once in words of ours; here is what a schema can say of that, and in the texts what it cannot.
/// </summary>
internal static class OrderSchema
{
    public const string Name = "OrderRequest";
    private const string CustomerName = "OrderRequestCustomer";
    private const string ItemName = "OrderRequestItem";

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSchema>(Name, Order(document));
        document.AddComponent<IOpenApiSchema>(CustomerName, Customer);
        document.AddComponent<IOpenApiSchema>(ItemName, Item);
    }

    private static OpenApiSchema Order(OpenApiDocument document) => Object("An order to be placed.", new()
    {
        ["customer_id"] = Text(OrderRequest.LongestCustomerId, "Whose order it is. With the token of a customer: their own id."),
        ["customer"] = new OpenApiSchemaReference(CustomerName, document),
        ["currency"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. Currency.Known.Order(StringComparer.Ordinal).Select(code => JsonValue.Create(code))],
            Description = "ISO 4217; all prices are in it.",
        },
        ["locale"] = Optional(new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MaxLength = OrderRequest.LongestLocale,
            Pattern = OrderRequest.Locale,
            Description = "Language of the e-mail, as a BCP 47 tag such as `pt-BR`. One that there is no e-mail in gets English.",
        }),
        ["items"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = OrderRequest.MostItems,
            Items = new OpenApiSchemaReference(ItemName, document),
            Description = "What is ordered; the e-mail keeps the order of it.",
        },
    }, optional: ["locale"]);

    private static OpenApiSchema Customer => Object("Who gets the e-mail.", new()
    {
        ["name"] = Text(OrderRequest.LongestName, "As they write it."),
        ["email"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "idn-email",
            MaxLength = EmailAddress.Longest,
            Pattern = $"^[!#-?A-~]{{1,{EmailAddress.LongestLocalPart}}}@[^@{ReadableText.Forbidden}{ReadableText.Blank}]+$",
            Description = "One plain address such as `ana@example.com`. Before the @ there are ASCII characters, no quotes and no comments; behind it is " +
                "a host name, also an international one, and no IP address.",
        },
    });

    private static OpenApiSchema Item => Object("One line of an order.", new()
    {
        ["sku"] = Text(OrderRequest.LongestSku, "The shop's number of the article."),
        ["name"] = Optional(Text(OrderRequest.LongestName, "What the customer knows it by; without one the e-mail shows `sku`.")),
        ["qty"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{OrderRequest.MostPieces}", Description = "Pieces." },
        ["unit_price"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Number,
            Minimum = "0",
            Maximum = $"{OrderRequest.HighestPrice}",
            Description = "Of one piece. No finer than the currency: two decimals for `BRL`, none for `JPY`, three for `KWD`.",
        },
    }, optional: ["name"]);

    private static OpenApiSchema Object(string text, Dictionary<string, IOpenApiSchema> fields, params string[] optional) => new()
    {
        Type = JsonSchemaType.Object,
        Description = text,
        Properties = fields,
        Required = fields.Keys.Except(optional).ToHashSet(),
        AdditionalPropertiesAllowed = false,
    };

    internal static OpenApiSchema Text(int longest, string? text) => new()
    {
        Type = JsonSchemaType.String,
        MinLength = 1,
        MaxLength = longest,
        Pattern = ReadableText.Pattern,
        Description = text,
    };

    private static OpenApiSchema Optional(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }
}
