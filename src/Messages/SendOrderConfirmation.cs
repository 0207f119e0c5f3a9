using System.Text.Json;
using System.Text.Json.Serialization;

namespace Notifications.Messages;

/// <summary>
/// Command: send the customer of one order its confirmation. Sent by the orders endpoint when an order is accepted, and again,
/// with the same message id and the same content, by the reconciliation job when the confirmation is late.
/// It carries everything that the e-mail shows, as it was when the order was placed: two copies give the same e-mail, byte for byte.
/// </summary>
/// <param name="OrderId">The order, a UUIDv7.</param>
/// <param name="PlacedAt">When the customer placed it: UTC, whole milliseconds.</param>
/// <param name="Customer">Who gets the e-mail.</param>
/// <param name="Currency">ISO 4217 code, upper case; all amounts are in it.</param>
/// <param name="Locale">BCP 47 tag that the customer asked for, or null; the e-mail falls back to English.</param>
/// <param name="Lines">What was ordered, in the order given; at least one.</param>
public sealed record SendOrderConfirmation(
    Guid OrderId,
    DateTimeOffset PlacedAt,
    OrderCustomer Customer,
    string Currency,
    string? Locale,
    IReadOnlyList<OrderLine> Lines) : ICommand, IJsonOnDeserialized
{
    public static MessageContract Contract { get; } = new("Notifications.Messages.SendOrderConfirmation", MessagesJson.Default.SendOrderConfirmation);

    /// <summary>What a list holds is the one thing that the serialiser lets be null although its type says otherwise.</summary>
    /// <exception cref="JsonException">A line is null.</exception>
    void IJsonOnDeserialized.OnDeserialized()
    {
        if (Lines.Any(line => line is null))
            throw new JsonException("Lines has a null in it.");
    }
}

/// <param name="Name">As the customer writes it; no control characters.</param>
/// <param name="Email">One addr-spec, without display name or angle brackets.</param>
public sealed record OrderCustomer(string Name, string Email);

/// <param name="Sku">The shop's article number.</param>
/// <param name="Name">What the customer knows the article by; null when the shop sent none.</param>
/// <param name="Quantity">At least 1.</param>
/// <param name="UnitPrice">In the order's currency, not negative, no finer than its minor unit.</param>
public sealed record OrderLine(string Sku, string? Name, int Quantity, decimal UnitPrice);
