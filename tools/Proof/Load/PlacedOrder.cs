using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Notifications.Proof.Scenarios;

namespace Notifications.Proof.Load;

/// <summary>An order as one customer means it: what is sent, and how stubborn they are. All of it follows from its number.</summary>
/// <param name="Number">From 0 on.</param>
/// <param name="Key">Of idempotency.</param>
/// <param name="Recipient">Their address; no other order has it.</param>
/// <param name="Body">JSON.</param>
/// <param name="GivesUp">It is sent once, whatever comes of it.</param>
/// <param name="Repeats">It is sent once more after it was accepted.</param>
public sealed record PlacedOrder(int Number, string Key, string Recipient, byte[] Body, bool GivesUp, bool Repeats)
{
    /// <summary>Addresses of which the relay knows nobody begin so.</summary>
    public const string Hopeless = "nobody-";

    /// <summary>Hexadecimal.</summary>
    public string BodyHash { get; } = Convert.ToHexStringLower(SHA256.HashData(Body));

    public static PlacedOrder Of(int number, Customers customers)
    {
        var recipient = string.Create(CultureInfo.InvariantCulture, $"{(IsOneIn(customers.OneHopelessIn, number) ? Hopeless : "")}customer-{number}@proof.example");
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"customer_id":"{{number}}","customer":{"name":"Customer {{number}}","email":"{{recipient}}"},"currency":"EUR","locale":"en","items":[{"sku":"SKU-{{number}}","name":"Article {{number}}","qty":{{1 + number % 9}},"unit_price":{{1 + number % 100}}.50}]}""");
        return new PlacedOrder(
            number, string.Create(CultureInfo.InvariantCulture, $"order-{number}"), recipient, Encoding.UTF8.GetBytes(body),
            GivesUp: IsOneIn(customers.OneGivesUpIn, number + 1), Repeats: IsOneIn(customers.OneRepeatsIn, number + 2));
    }

    private static bool IsOneIn(int many, int number) => many > 0 && number % many == many - 1;
}
