using System.Text.Json.Nodes;

namespace Notifications.Messages.Tests.Compatibility;

[Parallelizable(ParallelScope.All)]
public sealed class SchemaChangesTests
{
    private const string Order =
        """{"title":"Order","type":"object","required":["Id"],"properties":{"Id":{"type":"string"},"Note":{"type":["string","null"]}},"examples":[{"Id":"1"}]}""";

    private static IEnumerable<TestCaseData> Breaks()
    {
        yield return Break("a field is removed", Order, Order.Replace(""","Note":{"type":["string","null"]}""", "", StringComparison.Ordinal), "$.Note is gone; released readers look for it.");
        yield return Break("a field is renamed", Of("A", "{}"), Of("B", "{}"), "$.A is gone; released readers look for it.");
        yield return Break("a new field is required", Order, Required("Id", "Gift").Replace("\"Note\"", "\"Gift\":{},\"Note\"", StringComparison.Ordinal), "$.Gift is required now; released senders may leave it out.");
        yield return Break("an old field is required", Order, Required("Id", "Note"), "$.Note is required now; released senders may leave it out.");
        yield return Break("a required field may be missing", Order, Required(), "$.Id may be missing now; released readers need it.");
        yield return Break("null is no longer taken", Types("string", "null"), Types("string"), "$ may not be null any more; released senders may write it.");
        yield return Break("null may come", Types("string"), Types("string", "null"), "$ may be null now; released readers do not expect it.");
        yield return Break("another type", Types("string"), Types("boolean"), "$ may not be string any more; released senders may write it.", "$ may be boolean now; released readers do not expect it.");
        yield return Break("whole numbers only", Types("number"), Types("integer"), "$ may not be number any more; released senders may write it.");
        yield return Break("not only whole numbers", Types("integer"), Types("number"), "$ may be number now; released readers do not expect it.");
        yield return Break(
            "a type where any was good",
            "{}",
            Types("array", "boolean", "null", "number", "object"),
            "$ may not be string any more; released senders may write it.");
        yield return Break("a value is removed", """{"enum":["a","b"]}""", """{"enum":["a"]}""", "$ may not be \"b\" any more; released senders may write it.");
        yield return Break("a value is added", """{"enum":["a"]}""", """{"enum":["a","b"]}""", "$ may be \"b\" now; released readers do not expect it.");
        yield return Break("one value of several", """{"enum":[1,2]}""", """{"const":1}""", "$ may not be 2 any more; released senders may write it.");
        yield return Break("values where any was good", "{}", """{"enum":["a","b"]}""", "$ takes only \"a\", \"b\" now; released senders may write anything else.");
        yield return Break("any value where some were good", """{"enum":["a","b"]}""", "{}", "$ takes more than \"a\", \"b\" now; released readers know nothing else.");
        yield return Break("shorter texts", """{"maxLength":200}""", """{"maxLength":100}""", "$ has maxLength 100 instead of 200; released senders may go beyond it.");
        yield return Break("longer texts", """{"maxLength":200}""", """{"maxLength":201}""", "$ has maxLength 201 instead of 200; released readers do not expect what is beyond.");
        yield return Break("a bound where there was none", "{}", """{"minimum":0}""", "$ has minimum 0 instead of none; released senders may go beyond it.");
        yield return Break("a bound is dropped", """{"minItems":1}""", "{}", "$ has minItems none instead of 1; released readers do not expect what is beyond.");
        yield return Break("a higher minimum", """{"minimum":1}""", """{"minimum":1.5}""", "$ has minimum 1.5 instead of 1; released senders may go beyond it.");
        yield return Break("a lower minimum", """{"minimum":1}""", """{"minimum":0}""", "$ has minimum 0 instead of 1; released readers do not expect what is beyond.");
        yield return Break("another pattern", """{"pattern":"^a$"}""", """{"pattern":"^a?$"}""", "$ has another pattern.");
        yield return Break("a format", "{}", """{"format":"uuid"}""", "$ has another format.");
        yield return Break("unknown fields are refused", Order, Order.Replace("\"title\"", "\"additionalProperties\":false,\"title\"", StringComparison.Ordinal), "$ has another additionalProperties.");
        yield return Break("a keyword that nobody thought of", "{}", """{"anyOf":[{}]}""", "$ has another anyOf.");
        yield return Break("no schema but false", Of("A", "{}"), Of("A", "false"), "$.A has another schema.");
        yield return Break("in a field", Of("A", """{"maxLength":2}"""), Of("A", """{"maxLength":1}"""), "$.A has maxLength 1 instead of 2; released senders may go beyond it.");
        yield return Break("in a field of an item", Items(Of("A", Types("string", "null"))), Items(Of("A", Types("string"))), "$[].A may not be null any more; released senders may write it.");
        yield return Break("items where any were good", "{}", Items("""{"minimum":0}"""), "$[] has minimum 0 instead of none; released senders may go beyond it.");
    }

    [TestCaseSource(nameof(Breaks))]
    public void Names_what_breaks_readers_of_either_version(string released, string current, string[] breaks) =>
        Assert.That(SchemaChanges.Breaking(JsonNode.Parse(released), JsonNode.Parse(current)), Is.EqualTo(breaks));

    private static IEnumerable<TestCaseData> Additions()
    {
        yield return Addition("nothing", Order, Order);
        yield return Addition("an optional field", Order, Order.Replace("\"Note\"", "\"Gift\":{\"type\":\"boolean\"},\"Note\"", StringComparison.Ordinal));
        yield return Addition("other words", Order, Order.Replace("\"title\":\"Order\"", "\"title\":\"An order\",\"description\":\"…\",\"deprecated\":true", StringComparison.Ordinal));
        yield return Addition("another example", Order, Order.Replace("\"Id\":\"1\"", "\"Id\":\"2\"", StringComparison.Ordinal));
        yield return Addition("another order of fields and types", """{"required":["A","B"],"type":["string","null"]}""", """{"type":["null","string"],"required":["B","A"]}""");
        yield return Addition("another way to write a number", """{"maximum":1000}""", """{"maximum":1e3}""");
        yield return Addition("an enum of one for a constant", """{"const":"a"}""", """{"enum":["a"]}""");
        yield return Addition("an optional field of an item", Items(Of("A", "{}")), Items("""{"properties":{"A":{},"B":{"type":"string"}}}"""));
    }

    [TestCaseSource(nameof(Additions))]
    public void Says_nothing_about_what_breaks_nobody(string released, string current) =>
        Assert.That(SchemaChanges.Breaking(JsonNode.Parse(released), JsonNode.Parse(current)), Is.Empty);

    private static TestCaseData Break(string name, string released, string current, params string[] breaks) => new TestCaseData(released, current, breaks).SetArgDisplayNames(name);

    private static TestCaseData Addition(string name, string released, string current) => new TestCaseData(released, current).SetArgDisplayNames(name);

    private static string Of(string field, string schema) => $$$"""{"properties":{"{{{field}}}":{{{schema}}}}}""";

    private static string Items(string schema) => $$"""{"items":{{schema}}}""";

    private static string Types(params string[] types) => $$"""{"type":[{{string.Join(',', types.Select(type => $"\"{type}\""))}}]}""";

    private static string Required(params string[] names) =>
        Order.Replace("\"required\":[\"Id\"]", $"\"required\":[{string.Join(',', names.Select(name => $"\"{name}\""))}]", StringComparison.Ordinal);
}
