using System.Text.RegularExpressions;
using Notifications.LocalStack;
using Notifications.MailCatcher.Faults;
using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>docs/wire.md shows messages as they really are: every header that is on the wire stands in its tables, and no other.</summary>
[CancelAfter(120_000)]
public sealed partial class WirePageTests
{
    [Test]
    public async Task The_page_shows_the_headers_of_a_real_command_and_of_the_same_message_when_it_has_failed(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var shop = await Shop.OpenAsync(broker.Uri, cancellation);
        await shop.PlaceOneAsync("ana@example.test", cancellation);
        await Eventually.TrueAsync(async () => await shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0, "the command is published", cancellation);
        var command = await broker.TakeFromQueueAsync(Endpoints.Notification, cancellation);

        shop.Mail.Faults.Add(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 no such user")));
        await shop.PlaceOneAsync("nobody@example.test", cancellation);
        await shop.StartConsumerAsync(cancellation);
        var failed = await broker.TakeFromErrorQueueAsync(cancellation);

        foreach (var message in new[] { command, failed })
            TestContext.Out.WriteLine($"{string.Join(Environment.NewLine, message.Headers.Select(header => $"{header.Key}: {header.Value}"))}{Environment.NewLine}{message.Body}{Environment.NewLine}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(OnPage("A command"), Is.EquivalentTo(OurHeaders(command)));
            Assert.That(OnPage("A command").Union(OnPage("The same message in the error queue")), Is.EquivalentTo(OurHeaders(failed)));
        }
    }

    /// <summary>Without those that the broker and the client library add for themselves.</summary>
    private static IEnumerable<string> OurHeaders(QueuedMessage message) =>
        message.Headers.Keys.Where(header => !header.StartsWith("x-", StringComparison.Ordinal));

    /// <summary>First column of the tables in a section.</summary>
    private static IEnumerable<string> OnPage(string section)
    {
        var page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "wire.md"));
        var text = page.Split($"\n## {section}\n")[1].Split("\n## ")[0];
        return Row().Matches(text).Select(row => row.Groups["header"].Value);
    }

    [GeneratedRegex(@"^\| `(?<header>(NServiceBus|Notifications|\$\.|traceparent)[^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
