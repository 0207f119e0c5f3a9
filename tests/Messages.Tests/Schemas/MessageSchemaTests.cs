using System.Text.Json;
using System.Text.Json.Nodes;
using Notifications.Architecture.Tests;

namespace Notifications.Messages.Tests.Schemas;

/// <summary>What other teams are given says what our records do.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MessageSchemaTests
{
    private static IEnumerable<TestCaseData> Messages() =>
        MessageContract.All.Select(contract => new TestCaseData(contract).SetArgDisplayNames(contract.Name));

    [Test]
    public void Each_message_has_a_schema_beside_its_record_and_no_schema_is_left_over() =>
        Assert.That(
            Directory.GetFiles(Path.Combine(Repository.Root, "src", "Messages", "Schemas")).Select(Path.GetFileName),
            Is.EquivalentTo(MessageContract.All.Select(contract => MessageSchema.FileOf(contract.Name))));

    [TestCaseSource(nameof(Messages))]
    public void A_schema_has_the_fields_of_the_record_with_the_same_types_and_the_same_that_must_be_there(MessageContract contract) =>
        Assert.That(Shape.Of(MessageSchema.Of(contract).Root, "$"), Is.EquivalentTo(Shape.Of(contract.Json)));

    [TestCaseSource(nameof(Messages))]
    public void A_schema_is_one_of_2020_12_bears_the_name_of_the_message_and_describes_every_field(MessageContract contract)
    {
        var schema = MessageSchema.Of(contract);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(schema.Flaws(), Is.Empty);
            Assert.That((string?)schema.Root["$schema"], Is.EqualTo("https://json-schema.org/draft/2020-12/schema"));
            Assert.That((string?)schema.Root["$id"], Is.EqualTo($"urn:message:{contract.Name}"));
            Assert.That((string?)schema.Root["title"], Is.EqualTo(contract.Json.Type.Name));
            Assert.That((string?)schema.Root["description"], Is.Not.Null.And.Not.Empty);
            Assert.That(Fields(schema.Root).Where(field => string.IsNullOrEmpty((string?)field.Schema["description"])).Select(field => field.Path), Is.Empty);
        }
    }

    [TestCaseSource(nameof(Messages))]
    public void Its_examples_are_messages_that_are_read_and_written_back_unchanged(MessageContract contract)
    {
        var schema = MessageSchema.Of(contract);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(schema.Examples, Is.Not.Empty);
            foreach (var example in schema.Examples)
            {
                Assert.That(schema.Violations(example), Is.Empty);
                Assert.That(ReadAndWritten(example, contract), Is.EqualTo(example));
            }
        }
    }

    [TestCaseSource(nameof(Messages))]
    public void Its_examples_show_every_field_filled_and_every_one_that_may_be_null_as_null(MessageContract contract)
    {
        var schema = MessageSchema.Of(contract);
        var shown = schema.Examples.SelectMany(example => Values(JsonNode.Parse(example), "$")).ToHashSet();
        var expected = Fields(schema.Root).SelectMany(field => MayBeNull(field.Schema) ? [(field.Path, true), (field.Path, false)] : new[] { (field.Path, false) });
        Assert.That(expected, Is.SubsetOf(shown));
    }

    [TestCaseSource(nameof(Messages))]
    public void Fields_that_a_newer_sender_adds_are_allowed_everywhere(MessageContract contract)
    {
        var schema = MessageSchema.Of(contract);
        foreach (var example in schema.Examples)
        {
            var newer = example.Replace("{", """{"AddedByANewerSender":{"Anything":[1,null]},""", StringComparison.Ordinal);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(schema.Violations(newer), Is.Empty);
                Assert.That(ReadAndWritten(newer, contract), Is.EqualTo(example));
            }
        }
    }

    /// <summary>The contract leaves the plus sign of a time as it is; a tree escapes that too.</summary>
    private static string ReadAndWritten(string body, MessageContract contract) =>
        JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(body, contract.Json), contract.Json))!.ToJsonString();

    private static IEnumerable<(string Path, JsonNode Schema)> Fields(JsonNode schema, string path = "$") =>
        (schema["properties"]?.AsObject() ?? [])
            .SelectMany(field => Fields(field.Value!, $"{path}.{field.Key}").Prepend(($"{path}.{field.Key}", field.Value!)))
            .Concat(schema["items"] is { } items ? Fields(items, $"{path}[]") : []);

    private static bool MayBeNull(JsonNode schema) => schema["type"] is JsonArray types && types.Any(type => (string)type! == "null");

    /// <summary>Paths of what stands in a body, and whether it is null there.</summary>
    private static IEnumerable<(string Path, bool IsNull)> Values(JsonNode? value, string path) => value switch
    {
        JsonObject fields => fields.SelectMany(field => Values(field.Value, $"{path}.{field.Key}")).Prepend((path, false)),
        JsonArray items => items.SelectMany(item => Values(item, $"{path}[]")).Prepend((path, false)),
        _ => [(path, value is null)],
    };
}
