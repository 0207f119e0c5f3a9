using System.Text.Json.Serialization;

namespace Notifications.Messages.Tests.Released.V0_1;

internal sealed record SendOrderConfirmation(
    Guid OrderId,
    DateTimeOffset PlacedAt,
    OrderCustomer Customer,
    string Currency,
    string? Locale,
    IReadOnlyList<OrderLine> Lines);

internal sealed record OrderCustomer(string Name, string Email);

internal sealed record OrderLine(string Sku, string? Name, int Quantity, decimal UnitPrice);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SendOrderConfirmation))]
internal sealed partial class MessagesJson : JsonSerializerContext;
