using System.Text.Json.Nodes;
using Notifications.Messages.Tests.Schemas;

namespace Notifications.Messages.Tests.Compatibility;

/// <summary>During an upgrade, and after it as long as old messages lie somewhere, each version meets what the others wrote.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CompatibilityTests
{
    private static IEnumerable<TestCaseData> Released() =>
        ReleasedContract.All.Select(released => new TestCaseData(released).SetArgDisplayNames(released.Release, released.Name));

    /// <summary>Each version of a message as the writer, each as the reader, and all that the writer has to say.</summary>
    private static IEnumerable<TestCaseData> Matrix() =>
        from message in ReleasedContract.All.GroupBy(released => released.Name)
        let released = message.Select(Side.Of).ToList()
        let current = MessageContract.All.Where(contract => contract.Name == message.Key).Select(contract => Side.Of(contract, released))
        let sides = released.Concat(current).ToList()
        from writer in sides
        from reader in sides
        from sample in writer.Samples.Keys
        select new TestCaseData(writer, reader, sample).SetArgDisplayNames(message.Key, $"{writer.Version} to {reader.Version}", sample);

    [TestCaseSource(nameof(Matrix))]
    public void Whatever_one_version_writes_another_reads_without_loss(Side writer, Side reader, string sample)
    {
        var body = writer.Write(sample);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(writer.Schema.Violations(body), Is.Empty, "the writer promises this");
            Assert.That(reader.Schema.Violations(body), Is.Empty, "the reader expects this");
            Assert.That(Loss.Of(JsonNode.Parse(body), JsonNode.Parse(reader.ReadAndWrite(body)), reader.Schema.Root), Is.Empty);
        }
    }

    [TestCaseSource(nameof(Released))]
    public void Nothing_in_a_schema_has_changed_that_breaks_a_version_which_is_still_about(ReleasedContract released) =>
        Assert.That(SchemaChanges.Breaking(released.Schema.Root, MessageSchema.Of(Current(released)).Root), Is.Empty);

    [TestCaseSource(nameof(Released))]
    public void The_copy_of_a_released_record_writes_what_that_version_wrote(ReleasedContract released)
    {
        var side = Side.Of(released);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(side.Samples, Is.Not.Empty);
            foreach (var body in side.Samples.Values)
                Assert.That(side.ReadAndWrite(body), Is.EqualTo(body));
            Assert.That(Shape.Of(side.Schema.Root, "$"), Is.EquivalentTo(Shape.Of(side.Json)));
        }
    }

    [Test]
    public void Every_message_that_was_released_is_still_read() =>
        Assert.That(ReleasedContract.All.Select(released => released.Name).Distinct(), Is.SubsetOf(MessageContract.All.Select(contract => contract.Name)));

    /// <summary>Whoever edits history to make a change fit is stopped here. A new release adds files, and lines to <c>SHA256SUMS</c>.</summary>
    [Test]
    public void What_was_released_is_not_edited() => Assert.That(ReleasedContract.Sums(), Is.EquivalentTo(ReleasedContract.KeptSums()));

    private static MessageContract Current(ReleasedContract released) => MessageContract.All.Single(contract => contract.Name == released.Name);
}
