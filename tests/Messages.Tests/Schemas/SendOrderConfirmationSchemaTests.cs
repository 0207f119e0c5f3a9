using System.Globalization;
using System.Text.Json.Nodes;

namespace Notifications.Messages.Tests.Schemas;

/// <summary>The bounds that a sender keeps, each from both sides.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SendOrderConfirmationSchemaTests
{
    private static readonly MessageSchema Schema = MessageSchema.Of(SendOrderConfirmation.Contract);

    [TestCase("PlacedAt", "\"2026-11-25T09:14:22Z\"")]
    [TestCase("PlacedAt", "\"2026-11-25T09:14:22.123+00:00\"")]
    [TestCase("Customer.Email", "\"a@b\"")]
    [TestCase("Customer.Email", "\"zoe+orders@müller.example\"")]
    [TestCase("Locale", "null")]
    [TestCase("Locale", "\"en\"")]
    [TestCase("Lines.0.Name", "null")]
    [TestCase("Lines.0.Name", "\"<b>& 'quotes' 😀\"")]
    [TestCase("Lines.0.Quantity", "1")]
    [TestCase("Lines.0.Quantity", "100000")]
    [TestCase("Lines.0.UnitPrice", "0")]
    [TestCase("Lines.0.UnitPrice", "1000000000")]
    [TestCase("Lines.0.UnitPrice", "1234.567")]
    public void What_a_sender_may_write_is_valid(string field, string value) => Assert.That(Violations(field, value), Is.Empty);

    [TestCase("OrderId", "\"\"")]
    [TestCase("OrderId", "\"01a211fc155c745c89a2ccc0337e356e\"")]
    [TestCase("PlacedAt", "\"2026-11-25T09:14:22.1234Z\"", "finer than a millisecond")]
    [TestCase("PlacedAt", "\"2026-11-25T09:14:22\"", "no offset")]
    [TestCase("PlacedAt", "\"2026-11-25T10:14:22+01:00\"", "not UTC")]
    [TestCase("PlacedAt", "\"2026-02-30T09:14:22Z\"")]
    [TestCase("PlacedAt", "1795425262")]
    [TestCase("Customer.Name", "null")]
    [TestCase("Customer.Name", "\"\"")]
    [TestCase("Customer.Name", "\"A\\r\\nBcc: x@y.test\"")]
    [TestCase("Customer.Name", "\"A\\u0000\"")]
    [TestCase("Customer.Name", "\"A\\u0085\"")]
    [TestCase("Customer.Name", "\"A\\u2028\"")]
    [TestCase("Customer.Name", "\"A\\u202E\"")]
    [TestCase("Customer.Name", "\"A\\u2069\"")]
    [TestCase("Customer.Email", "\"ana\"")]
    [TestCase("Customer.Email", "\"Ana <ana@example.test>\"")]
    [TestCase("Currency", "\"brl\"")]
    [TestCase("Currency", "\"BR\"")]
    [TestCase("Currency", "\"BRLX\"")]
    [TestCase("Locale", "\"e\"")]
    [TestCase("Locale", "\"../etc\"")]
    [TestCase("Locale", "\"en-\"")]
    [TestCase("Lines", "[]")]
    [TestCase("Lines", "null")]
    [TestCase("Lines.0", "null")]
    [TestCase("Lines.0.Quantity", "0")]
    [TestCase("Lines.0.Quantity", "1.5")]
    [TestCase("Lines.0.Quantity", "100001")]
    [TestCase("Lines.0.UnitPrice", "-0.01")]
    [TestCase("Lines.0.UnitPrice", "1000000000.01")]
    [TestCase("Lines.0.UnitPrice", "\"10.50\"")]
    public void What_no_sender_may_write_is_not(string field, string value, string why = "") => Assert.That(Violations(field, value), Is.Not.Empty, why);

    [TestCase("Customer.Name", 200)]
    [TestCase("Lines.0.Sku", 64)]
    [TestCase("Lines.0.Name", 200)]
    [TestCase("Locale", 35)]
    public void A_text_has_a_longest(string field, int longest)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Violations(field, $"\"{new string('x', longest)}\""), Is.Empty);
            Assert.That(Violations(field, $"\"{new string('x', longest + 1)}\""), Is.Not.Empty);
        }
    }

    [Test]
    public void An_address_has_at_most_254_characters()
    {
        static string Address(int length) => $"\"{new string('x', length - 65)}@{new string('d', 56)}.example\"";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Violations("Customer.Email", Address(254)), Is.Empty);
            Assert.That(Violations("Customer.Email", Address(255)), Is.Not.Empty);
        }
    }

    [Test]
    public void An_order_has_at_most_1000_lines()
    {
        static string Lines(int count) => $"[{string.Join(',', Enumerable.Repeat("""{"Sku":"A","Name":null,"Quantity":1,"UnitPrice":1}""", count))}]";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Violations("Lines", Lines(1000)), Is.Empty);
            Assert.That(Violations("Lines", Lines(1001)), Is.Not.Empty);
        }
    }

    /// <summary>Of its first example with one value replaced.</summary>
    private static IReadOnlyList<string> Violations(string field, string value)
    {
        var body = JsonNode.Parse(Schema.Examples[0])!;
        var path = field.Split('.');
        var holder = path[..^1].Aggregate(body, (node, step) => int.TryParse(step, CultureInfo.InvariantCulture, out var index) ? node[index]! : node[step]!);
        if (holder is JsonArray items)
            items[int.Parse(path[^1], CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else
            holder[path[^1]] = JsonNode.Parse(value);
        return Schema.Violations(body.ToJsonString());
    }
}
