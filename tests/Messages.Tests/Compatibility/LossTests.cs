using System.Text.Json.Nodes;

namespace Notifications.Messages.Tests.Compatibility;

[Parallelizable(ParallelScope.All)]
public sealed class LossTests
{
    private const string Schema = """{"properties":{"A":{},"B":{"items":{"properties":{"C":{}}}}}}""";

    [TestCase("""{"A":1,"B":[]}""", """{"A":1}""", "$.B was [] and is read as null.")]
    [TestCase("""{"A":1}""", """{"A":null}""", "$.A was 1 and is read as null.")]
    [TestCase("""{"A":10.51}""", """{"A":10.5}""", "$.A was 10.51 and is read as 10.5.")]
    [TestCase("""{"A":"1"}""", """{"A":1}""", "$.A was \"1\" and is read as 1.")]
    [TestCase("""{"B":[{"C":1},{"C":2}]}""", """{"B":[{"C":1}]}""", "$.B was [{\"C\":1},{\"C\":2}] and is read as [{\"C\":1}].")]
    [TestCase("""{"B":[{"C":1},{"C":2}]}""", """{"B":[{"C":1},{"C":3}]}""", "$.B[1].C was 2 and is read as 3.")]
    [TestCase("""{"B":[{"C":1}]}""", """{"B":[null]}""", "$.B[0] was {\"C\":1} and is read as null.")]
    public void Is_what_the_reader_knows_and_did_not_read(string sent, string understood, string loss) =>
        Assert.That(Loss.Of(JsonNode.Parse(sent), JsonNode.Parse(understood), JsonNode.Parse(Schema)), Is.EqualTo(new[] { loss }));

    [TestCase("""{"A":1,"New":2}""", """{"A":1}""", "a field that it does not know")]
    [TestCase("""{"B":[{"C":1,"New":2}]}""", """{"B":[{"C":1}]}""", "one of an item")]
    [TestCase("""{"A":1}""", """{"A":1,"B":null}""", "a field that the sender does not know")]
    [TestCase("""{"A":10.50}""", """{"A":10.5}""", "zeros")]
    [TestCase("""{"A":"\u00e7"}""", """{"A":"ç"}""", "another way to write a character")]
    public void Is_nothing_else(string sent, string understood, string what) =>
        Assert.That(Loss.Of(JsonNode.Parse(sent), JsonNode.Parse(understood), JsonNode.Parse(Schema)), Is.Empty, what);
}
