using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notifications.OrdersEndpoint.Orders;
using Notifications.OrdersEndpoint.PlaceOrder;

namespace Notifications.OrdersEndpoint.Tests.PlaceOrder;

[Parallelizable(ParallelScope.All)]
public sealed class OrderRequestTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123).AddTicks(4_567);

    [Test]
    public void A_valid_order_is_read_as_it_was_sent()
    {
        var (order, errors) = Read(Valid());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(errors, Is.Empty);
            Assert.That(order!.CustomerId, Is.EqualTo("123"));
            Assert.That(order.Customer, Is.EqualTo(new Messages.OrderCustomer("Ana", "ana@example.test")));
            Assert.That(order.Currency, Is.EqualTo("BRL"));
            Assert.That(order.Locale, Is.EqualTo("pt-BR"));
            Assert.That(order.Lines, Is.EqualTo(new[] { new Messages.OrderLine("ABC", "Caneca", 2, 10.50m) }));
            Assert.That(order.Total, Is.EqualTo(21.00m));
        }
    }

    [Test]
    public void The_id_carries_the_time_it_was_placed_in_whole_milliseconds()
    {
        var order = Read(Valid()).Order!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(order.Id.Version, Is.EqualTo(7));
            Assert.That(order.PlacedAt, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123)));
            Assert.That(order.Id.ToString().Replace("-", "", StringComparison.Ordinal)[..12], Is.EqualTo($"{1_700_000_000_123:x12}"));
        }
    }

    [Test]
    public void Locale_and_an_items_name_may_be_left_out_or_null()
    {
        var body = Valid();
        body.Remove("locale");
        body["items"]![0]!["name"] = null;
        Assert.That(Read(body).Errors, Is.Empty);
    }

    [TestCase("customer_id", null, "is missing")]
    [TestCase("customer_id", "7", "must be a text, not a number")]
    [TestCase("customer_id", "\"\"", "is empty")]
    [TestCase("customer_id", "\"  \"", "is empty")]
    [TestCase("customer", null, "is missing")]
    [TestCase("customer", "\"Ana\"", "must be an object, not a text")]
    [TestCase("customer.name", null, "is missing")]
    [TestCase("customer.name", "\"Ana\\r\\nBcc: x@y.test\"", "line break")]
    [TestCase("customer.name", "\"A\\u2028na\"", "line break")]
    [TestCase("customer.name", "\"A\\u0000na\"", "control character")]
    [TestCase("customer.email", null, "is missing")]
    [TestCase("customer.email", "\"ana\"", "not one plain e-mail address")]
    [TestCase("currency", null, "is missing")]
    [TestCase("currency", "\"brl\"", "is brl; give an ISO 4217 code")]
    [TestCase("currency", "\"XYZ\"", "is XYZ")]
    [TestCase("locale", "7", "must be a text")]
    [TestCase("locale", "\"../etc\"", "not a language tag")]
    [TestCase("items", null, "is missing")]
    [TestCase("items", "[]", "has 0 entries")]
    [TestCase("items", "{}", "must be a list, not an object")]
    [TestCase("items[0]", "7", "must be an object, not a number")]
    [TestCase("items[0].sku", null, "is missing")]
    [TestCase("items[0].name", "true", "must be a text, not true or false")]
    [TestCase("items[0].qty", null, "is missing")]
    [TestCase("items[0].qty", "0", "is 0; give a whole number from 1")]
    [TestCase("items[0].qty", "-1", "is -1")]
    [TestCase("items[0].qty", "1.5", "is 1.5; give a whole number")]
    [TestCase("items[0].qty", "\"2\"", "must be a number, not a text")]
    [TestCase("items[0].qty", "99999999999999999999", "whole number")]
    [TestCase("items[0].unit_price", null, "is missing")]
    [TestCase("items[0].unit_price", "-0.01", "is -0.01; give an amount from 0")]
    [TestCase("items[0].unit_price", "10.505", "is finer than BRL allows (2 decimals)")]
    [TestCase("items[0].unit_price", "1e999999", "give an amount")]
    [TestCase("items[0].unit_price", "\"10.50\"", "must be a number")]
    public void A_bad_field_is_named_and_says_what_to_do(string field, string? json, string sentence)
    {
        var (order, errors) = Read(With(Valid(), field, json));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(order, Is.Null);
            Assert.That(errors.Keys, Is.EqualTo(new[] { field }));
            Assert.That(errors.GetValueOrDefault(field, []), Has.One.Contains(sentence));
        }
    }

    [TestCase("2.0", 2)]
    [TestCase("1e2", 100)]
    public void A_whole_number_may_be_written_as_any_JSON_number(string json, int number) =>
        Assert.That(Read(With(Valid(), "items[0].qty", json)).Order?.Lines[0].Quantity, Is.EqualTo(number));

    [TestCase(200, true)]
    [TestCase(201, false)]
    public void Characters_are_counted_as_the_database_counts_them(int emoji, bool valid)
    {
        var name = string.Concat(Enumerable.Repeat("\U0001F600", emoji));
        Assert.That(Read(With(Valid(), "customer.name", $"\"{name}\"")).Errors.Keys, valid ? Is.Empty : Is.EqualTo(new[] { "customer.name" }));
    }

    [TestCase("\\u0085")]
    [TestCase("\\u202E")]
    [TestCase("\\u2066")]
    public void Characters_that_end_a_line_or_reorder_it_are_refused(string escaped) =>
        Assert.That(Read(With(Valid(), "customer.name", $"\"A{escaped}na\"")).Errors["customer.name"], Has.One.Contains("control character"));

    [Test]
    public void A_text_is_taken_when_it_matches_the_pattern_that_clients_are_told()
    {
        var pattern = new Regex(ReadableText.Pattern);
        var differing = Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(character => !char.IsSurrogate(character)
            && pattern.IsMatch($"{character}") != !Read(new JsonObject { ["customer_id"] = $"{character}" }).Errors.ContainsKey("customer_id"));
        Assert.That(differing.Select(character => $"U+{(int)character:X4}"), Is.Empty);
    }

    [Test]
    public void Half_a_surrogate_pair_is_not_a_text() =>
        Assert.That(Read("""{"customer_id":"\ud800"}""").Errors["customer_id"], Has.One.EqualTo("is not valid Unicode."));

    [TestCase("discount", "")]
    [TestCase("customer.id", "customer.")]
    [TestCase("items[0].price", "items[0].")]
    public void An_unknown_field_is_named_with_those_that_are_known(string field, string _)
    {
        var errors = Read(With(Valid(), field, "1")).Errors;
        Assert.That(errors[field], Has.One.Contains("is not a known field; known are"));
    }

    [Test]
    public void A_field_that_stands_twice_is_named() =>
        Assert.That(Read("""{"customer_id":"1","customer_id":"2"}""").Errors["customer_id"], Has.One.EqualTo("is there more than once."));

    [Test]
    public void Every_offending_field_is_named_at_once()
    {
        var errors = Read("""{"customer":{"email":"x"},"currency":"BRL","items":[{"sku":"A","qty":0,"unit_price":-1},{"qty":1}],"extra":1}""").Errors;
        Assert.That(errors.Keys, Is.EquivalentTo(new[]
        {
            "customer_id", "customer.name", "customer.email", "items[0].qty", "items[0].unit_price", "items[1].sku", "items[1].unit_price", "extra",
        }));
    }

    [TestCase(1_000, true)]
    [TestCase(1_001, false)]
    public void An_order_has_a_thousand_items_at_most(int items, bool valid)
    {
        var body = Valid();
        body["items"] = new JsonArray([.. Enumerable.Range(0, items).Select(_ => (JsonNode)new JsonObject { ["sku"] = "A", ["qty"] = 1, ["unit_price"] = 1 })]);
        Assert.That(Read(body).Errors.Keys, valid ? Is.Empty : Is.EqualTo(new[] { "items" }));
    }

    [Test]
    public void The_list_of_errors_is_bounded()
    {
        var body = Valid();
        body["items"] = new JsonArray([.. Enumerable.Range(0, 1_000).Select(_ => (JsonNode)new JsonObject())]);
        Assert.That(Read(body).Errors, Has.Count.LessThanOrEqualTo(101));
    }

    [TestCase("JPY", "10", true)]
    [TestCase("JPY", "10.5", false)]
    [TestCase("KWD", "10.555", true)]
    [TestCase("EUR", "10.500", true)]
    public void A_price_is_no_finer_than_its_currency(string currency, string price, bool valid)
    {
        var body = With(With(Valid(), "currency", $"\"{currency}\""), "items[0].unit_price", price);
        Assert.That(Read(body).Errors.Keys, valid ? Is.Empty : Is.EqualTo(new[] { "items[0].unit_price" }));
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("7")]
    public void A_body_that_is_no_object_is_an_error(string body) =>
        Assert.That(Read(body).Errors["body"], Has.One.Contains("must be an object"));

    private static JsonObject Valid() => (JsonObject)JsonNode.Parse(
        """{"customer_id":"123","customer":{"name":"Ana","email":"ana@example.test"},"currency":"BRL","locale":"pt-BR","items":[{"sku":"ABC","name":"Caneca","qty":2,"unit_price":10.50}]}""")!;

    /// <summary>Sets the field at a path such as <c>items[0].qty</c>, or takes it out.</summary>
    private static JsonObject With(JsonObject body, string path, string? json)
    {
        var value = json is null ? null : JsonNode.Parse(json);
        var parent = path.Split('.')[0] switch
        {
            _ when path == "items[0]" => body,
            "items[0]" => (JsonObject)body["items"]![0]!,
            "customer" when path != "customer" => (JsonObject)body["customer"]!,
            _ => body,
        };
        var name = path.Split('.')[^1];
        if (path == "items[0]")
            body["items"]![0] = value;
        else if (json is null)
            parent.Remove(name);
        else
            parent[name] = value;
        return body;
    }

    private static (Order? Order, Dictionary<string, string[]> Errors) Read(JsonObject body) => Read(body.ToJsonString());

    private static (Order? Order, Dictionary<string, string[]> Errors) Read(string body)
    {
        var errors = new FieldErrors();
        using var json = JsonDocument.Parse(body);
        return (OrderRequest.Read(json.RootElement, Now, errors), errors.ToDictionary());
    }
}
