using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notifications.Architecture.Tests;
using Notifications.Messages.Tests.Schemas;

namespace Notifications.Messages.Tests;

/// <summary>docs/contracts.md against the contracts.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class ContractsPageTests
{
    private static readonly string Page = Repository.Read("docs/contracts.md");

    [Test]
    public void Its_table_has_every_message_with_its_kind_its_record_and_its_schema()
    {
        var rows =
            from row in Row().Matches(Page)
            select (row.Groups["name"].Value, row.Groups["kind"].Value, row.Groups["record"].Value, row.Groups["schema"].Value);
        var contracts =
            from contract in MessageContract.All
            let type = contract.Json.Type
            select (contract.Name, Kind(type), $"../src/Messages/{type.Name}.cs", $"../src/Messages/Schemas/{MessageSchema.FileOf(contract.Name)}");
        Assert.That(rows, Is.EqualTo(contracts));
    }

    /// <summary>Senders and readers are names of endpoints, as they are on the broker.</summary>
    [Test]
    public void Its_senders_and_readers_are_endpoints()
    {
        var addresses = Row().Matches(Page).SelectMany(row => Code().Matches(row.Groups["way"].Value)).Select(code => code.Groups[1].Value);
        Assert.That(addresses, Is.Not.Empty.And.SubsetOf(new[] { Endpoints.Orders, Endpoints.Notification, Endpoints.Reconciliation }));
    }

    [Test]
    public void The_limits_it_gives_to_readers_are_those_of_the_code()
    {
        var text = Page.Replace('\n', ' ');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain($"longer than {MessageText.Longest:N0};"));
            foreach (var contract in MessageContract.All)
                Assert.That(text, Does.Contain($"nested deeper than {contract.Json.Options.MaxDepth};"), contract.Name);
        }
    }

    /// <summary>A reader of the page of headers copies the body that it shows.</summary>
    [Test]
    public void The_body_that_the_page_of_headers_shows_is_what_the_schema_says()
    {
        var body = Json().Match(Repository.Read("docs/wire.md")).Groups[1].Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MessageSchema.Of(SendOrderConfirmation.Contract).Violations(body), Is.Empty);
            Assert.That(MessageSchema.Of(SendOrderConfirmation.Contract).Examples[0], Is.EqualTo(JsonNode.Parse(body)!.ToJsonString()), "the same everywhere");
        }
    }

    private static string Kind(Type message) =>
        message.IsAssignableTo(typeof(ICommand)) ? "command" : message.IsAssignableTo(typeof(IEvent)) ? "event" : "message";

    [GeneratedRegex(
        @"^\| `(?<name>[^`]+)` \| (?<kind>command|event|message) \|(?<way>.*)\| \[[^\]]+\]\((?<record>[^)]+)\) \| \[[^\]]+\]\((?<schema>[^)]+)\) \|$",
        RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z.]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
