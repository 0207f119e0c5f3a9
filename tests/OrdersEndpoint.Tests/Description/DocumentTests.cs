using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Notifications.OrdersEndpoint.Description;
using Notifications.OrdersEndpoint.Requests;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>The document says what the API does.</summary>
[CancelAfter(60_000)]
public sealed class DocumentTests
{
    private static OrdersApi Api => DescribedApi.Api;

    [Test]
    public async Task What_is_served_is_the_file_in_docs() => Page.AssertSays("openapi.json", await ServedAsync());

    [Test]
    public async Task Anybody_may_have_it_and_it_tells_nothing_of_where_it_runs()
    {
        var text = await ServedAsync();
        Assert.That(text, Does.Contain("\"openapi\": \"3.1"));
        Assert.That(((string[])["127.0.0.1", "localhost", Environment.MachineName, "\"servers\""]).Where(telling => text.Contains(telling, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_example_is_valid_by_its_schema()
    {
        var document = ApiDocument.Read();
        var wrong = document.Operations.SelectMany(operation => operation.Examples)
            .Select(example => (example.Where, Problem: document.Refuse(example.Schema, JsonSerializer.SerializeToElement(example.Example))))
            .Where(example => example.Problem is not null);
        Assert.That(wrong, Is.Empty);
    }

    [TestCase(Examples.Order)]
    [TestCase(Examples.ShortestOrder)]
    public async Task An_order_of_the_examples_is_accepted_and_the_answers_have_the_fields_that_are_shown(string order)
    {
        using var placed = await Api.PostAsync(order);
        using var read = await Api.GetAsync(placed.Headers.Location!.OriginalString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(placed.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(Keys.Of(await OrdersApi.JsonOf(placed)), Is.EqualTo(Keys.Of(JsonNode.Parse(Examples.Accepted))));
            Assert.That(Keys.Of(await OrdersApi.JsonOf(read)), Is.EqualTo(Keys.Of(JsonNode.Parse(Examples.View))));
        }
    }

    [Test]
    public async Task The_fields_that_are_described_are_those_that_are_read()
    {
        using var answer = await Api.PostAsync("""{"?":1,"customer":{"?":1},"items":[{"?":1}]}""");
        var errors = (await OrdersApi.JsonOf(answer))["errors"]!;
        var document = ApiDocument.Read();
        var body = document.Resolve(document.Operations.Single(operation => operation.Body is not null).Body!["schema"]!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(errors["?"]!.ToJsonString(), Does.EndWith($"known are {NamesIn(body)}.\"]"));
            Assert.That(errors["customer.?"]!.ToJsonString(), Does.EndWith($"known are {NamesIn(document.Resolve(body["properties"]!["customer"]!))}.\"]"));
            Assert.That(errors["items[0].?"]!.ToJsonString(), Does.EndWith($"known are {NamesIn(document.Resolve(body["properties"]!["items"]!["items"]!))}.\"]"));
        }
    }

    [Test]
    public void A_key_is_valid_by_its_pattern_when_it_is_taken()
    {
        var pattern = new Regex(Headers.KeyPattern);
        var random = new Random(17);
        string[] atBounds = [new('a', 255), new('a', 256), $"\"{new string('a', 255)}\"", $"\"{new string('a', 256)}\""];
        var differing = Enumerable.Range(0, 20_000).Select(_ => RandomKey(random)).Concat(atBounds)
            .Where(key => IdempotencyKey.Read(new HeaderDictionary { [IdempotencyKey.Header] = key }).Key is not null != pattern.IsMatch(key));
        Assert.That(differing, Is.Empty);
    }

    private static string NamesIn(JsonObject schema) => string.Join(", ", schema["properties"]!.AsObject().Select(property => property.Key));

    /// <summary>Mostly of the characters that matter.</summary>
    private static string RandomKey(Random random)
    {
        var key = new StringBuilder();
        for (var length = random.Next(1, 8); length > 0; length--)
            key.Append(random.Next(3) == 0 ? (char)random.Next('!', 0x81) : "\"\\a ~"[random.Next(5)]);
        return key.ToString().Trim() is { Length: > 0 } text ? text : "a";
    }

    private static async Task<string> ServedAsync()
    {
        using var answer = await Api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json"), token: null);
        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "application/json")));
        return await answer.Content.ReadAsStringAsync();
    }
}
