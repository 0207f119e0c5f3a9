using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Notifications.LocalStack;
using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.OrdersEndpoint.Orders;
using Notifications.OrdersEndpoint.PlaceOrder;

namespace Notifications.OrdersEndpoint.Tests.PlaceOrder;

/// <summary>What is accepted can be sent: the API takes as much as the schema of the command promises to its readers, and no more.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class OrderContractTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(BuildOutput.Root, "src", "Messages", "Schemas", "SendOrderConfirmation.json"));
    private static readonly JsonSchema Schema = JsonSchema.FromText(Text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    private static readonly EvaluationOptions Strict = new() { RequireFormatValidation = true };

    [TestCase("customer.name", "Customer.Name")]
    [TestCase("customer.email", "Customer.Email")]
    [TestCase("items.0.sku", "Lines.items.Sku")]
    [TestCase("items.0.name", "Lines.items.Name")]
    [TestCase("locale", "Locale")]
    public void The_longest_text_is_that_of_the_schema(string field, string inSchema)
    {
        var longest = (int)Bound(inSchema, "maxLength");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IsAcceptedAsTheSchemaHasIt(field, OfLength(longest)), Is.True);
            Assert.That(IsAcceptedAsTheSchemaHasIt(field, OfLength(longest + 1)), Is.False);
        }

        string OfLength(int length) => field == "customer.email" ? Address(length) : new string('x', length);
    }

    [TestCase("items.0.qty", "Lines.items.Quantity", 1)]
    [TestCase("items.0.unit_price", "Lines.items.UnitPrice", 0.01)]
    public void The_least_and_the_most_are_those_of_the_schema(string field, string inSchema, decimal step)
    {
        var (least, most) = (Bound(inSchema, "minimum"), Bound(inSchema, "maximum"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IsAcceptedAsTheSchemaHasIt(field, least), Is.True);
            Assert.That(IsAcceptedAsTheSchemaHasIt(field, most), Is.True);
            Assert.That(IsAcceptedAsTheSchemaHasIt(field, least - step), Is.False);
            Assert.That(IsAcceptedAsTheSchemaHasIt(field, most + step), Is.False);
        }
    }

    [Test]
    public void An_order_has_as_many_items_as_the_schema_has_lines()
    {
        var (least, most) = ((int)Bound("Lines", "minItems"), (int)Bound("Lines", "maxItems"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IsAcceptedAsTheSchemaHasIt("items", Items(least)), Is.True);
            Assert.That(IsAcceptedAsTheSchemaHasIt("items", Items(most)), Is.True);
            Assert.That(IsAcceptedAsTheSchemaHasIt("items", Items(least - 1)), Is.False);
            Assert.That(IsAcceptedAsTheSchemaHasIt("items", Items(most + 1)), Is.False);
        }
    }

    [TestCase("customer.email", "zoe+orders@müller.example")]
    [TestCase("customer.email", "o'brien@localhost")]
    [TestCase("customer.name", "Zoë O'Brien & <山田> \"太郎\" 😀")]
    [TestCase("locale", null)]
    [TestCase("items.0.name", null)]
    public void What_the_API_takes_is_what_the_schema_takes(string field, string? value) => Assert.That(IsAcceptedAsTheSchemaHasIt(field, value), Is.True);

    /// <summary>A message writes some characters with six bytes that a request has in one.</summary>
    [Test]
    public void The_largest_order_makes_a_command_that_consumers_read()
    {
        var request = Request("items", Items(OrderRequest.MostItems, new string('<', 64), new string('<', 153)));
        var command = JsonSerializer.SerializeToUtf8Bytes(Read(request)!.ToCommand(), SendOrderConfirmation.Contract.Json);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.UTF8.GetByteCount(request), Is.InRange(HttpSetup.LargestBody * 0.98, HttpSetup.LargestBody));
            Assert.That(command, Has.Length.LessThanOrEqualTo(new RecoverabilitySettings().LargestBody));
        }
    }

    /// <summary>False when the API refuses it. A command that the API would send and the schema does not take fails the test.</summary>
    private static bool IsAcceptedAsTheSchemaHasIt(string field, JsonNode? value)
    {
        if (Read(Request(field, value)) is not { } order)
            return false;
        var command = JsonSerializer.SerializeToElement(order.ToCommand(), SendOrderConfirmation.Contract.Json);
        Assert.That(Schema.Evaluate(command, Strict).IsValid, Is.True, $"{command}");
        return true;
    }

    private static string Address(int length) => $"{new string('x', 64)}@{string.Join('.', Enumerable.Repeat(new string('d', 59), 4))}"[..length];

    private static Order? Read(string request)
    {
        using var body = JsonDocument.Parse(request);
        return OrderRequest.Read(body.RootElement, DateTimeOffset.UtcNow, new FieldErrors());
    }

    private static string Request(string field, JsonNode? value)
    {
        var body = new JsonObject
        {
            ["customer_id"] = "1",
            ["customer"] = new JsonObject { ["name"] = "Ana", ["email"] = "ana@example.test" },
            ["currency"] = "BRL",
            ["locale"] = "pt-BR",
            ["items"] = Items(1),
        };
        var path = field.Split('.');
        var holder = path.Length == 1 ? body : path[0] == "items" ? body["items"]![0]! : body[path[0]]!;
        holder[path[^1]] = value;
        return body.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static JsonArray Items(int count, string sku = "A", string name = "B") =>
        [.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["sku"] = sku, ["name"] = name, ["qty"] = 1, ["unit_price"] = 1 })];

    private static decimal Bound(string path, string keyword) =>
        (decimal)path.Split('.')
            .Aggregate(JsonNode.Parse(Text)!, (schema, step) => step == "items" ? schema["items"]! : schema["properties"]![step]!)[keyword]!;
}
