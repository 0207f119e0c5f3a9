using System.Text.Json.Nodes;
using Notifications.MailCatcher.Faults;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>Failures, operated as a person does it: what failed is seen by its cause, the world is mended, and what was sent back is watched until it succeeds.</summary>
[CancelAfter(180_000)]
public sealed class FailedMessagesTests : ShopFixture
{
    /// <summary>In a shop that runs, good orders keep coming; here those with the mistake are the last, and must not look as if everything failed.</summary>
    private static readonly Dictionary<string, string> OneRetry = new() { ["Recoverability__DelayedRetrySeconds"] = "1", ["Recoverability__EverythingFailsAfter"] = "0" };

    private int BadRecipients { get; set; }

    private int AgainstPolicy { get; set; }

    private int OfTheTemplate { get; set; }

    private int Good { get; set; }

    [TestCase(50)]
    [TestCase(500, Explicit = true, Reason = "The same, in half a minute.")]
    public async Task Orders_fail_for_three_causes_and_each_is_dealt_with_in_its_own_way(int orders, CancellationToken cancellation)
    {
        (BadRecipients, AgainstPolicy, OfTheTemplate, Good) = (orders * 3 / 10, orders * 3 / 10, orders * 4 / 10, orders * 4 / 10);
        var operations = await _shop.StartRecoverabilityAsync(cancellation);
        _shop.Mail.Faults.Add(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 no such user")) { Recipient = "nobody" });
        _shop.Mail.Faults.Add(new Fault(FaultPoint.EndOfData, new FaultAction.Reply("550 5.7.1 this content is not wanted here")) { Recipient = "unwanted" });
        using var broken = new BrokenTemplate();
        var bad = await _shop.StartConsumerAsync(cancellation, OneRetry, broken.Program);
        await PlaceAsync(cancellation);
        await operations.WaitForAsync("unresolved", orders, cancellation);

        var groups = await operations.GroupsAsync(cancellation);
        var (recipients, policy, template) = (Of(groups, "RecipientRejectedException"), Of(groups, "MailRejectedException"), Of(groups, "Fluid"));
        Assert.That(groups.Values.Select(group => (int)group["count"]!), Is.EquivalentTo(new[] { BadRecipients, AgainstPolicy, OfTheTemplate }), string.Join("; ", groups.Keys));
        Assert.That((Count(recipients), Count(policy), Count(template)), Is.EqualTo((BadRecipients, AgainstPolicy, OfTheTemplate)));

        await bad.TerminateAsync();
        await _shop.StartConsumerAsync(cancellation);
        using var enough = new CancellationTokenSource();
        var others = _shop.PlaceUntilAsync(atATime: 1, enough.Token, cancellation);
        await RetryAsync(operations, template, cancellation);
        await RetryAsync(operations, template, cancellation); // pressed twice
        await RetryAsync(operations, recipients, cancellation);
        await operations.WaitForAsync("resolved", OfTheTemplate, cancellation);
        await HaveFailedTwiceAsync(operations, recipients, cancellation);
        await enough.CancelAsync();
        await others;
        await TheMendedOnesHaveTheirMailAsync(cancellation);
        await TheOthersShowTheirSecondAttemptAsync(operations, recipients, cancellation);
        await TheThirdIsDeletedAndRestoredAsync(operations, policy, cancellation);
    }

    /// <summary>A relay that refuses one mail after the other is thought to refuse everybody; so there are good ones in between.</summary>
    private Task PlaceAsync(CancellationToken cancellation)
    {
        var orders = Enumerable.Range(0, Math.Max(BadRecipients, OfTheTemplate)).SelectMany(number => new (string Email, string Item, bool IsPlaced)[]
        {
            ($"nobody{number}@example.test", "", number < BadRecipients),
            ($"good{number}@example.test", "", number < Good),
            ($"unwanted{number}@example.test", "", number < AgainstPolicy),
            ($"mended{number}@example.test", "Caneca", number < OfTheTemplate),
        });
        return Parallel.ForEachAsync(
            orders.Where(order => order.IsPlaced),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation },
            async (order, _) => await _shop.PlaceOneAsync(order.Email, cancellation, item: order.Item));
    }

    private async Task TheMendedOnesHaveTheirMailAsync(CancellationToken cancellation)
    {
        await _shop.Mail.Inbox.WaitForAsync(Good + OfTheTemplate + _shop.Accepted.Count, cancellationToken: cancellation);
        var recipients = _shop.Mail.Inbox.Messages.Select(mail => mail.Parse().To.Mailboxes.Single().Address).ToList();
        Assert.That(recipients, Is.Unique.And.Count.EqualTo(Good + OfTheTemplate + _shop.Accepted.Count), "nobody has two");
        Assert.That(recipients.Count(recipient => recipient.StartsWith("mended", StringComparison.Ordinal)), Is.EqualTo(OfTheTemplate));
    }

    private static async Task TheOthersShowTheirSecondAttemptAsync(FailedMessages operations, JsonNode group, CancellationToken cancellation)
    {
        var one = await operations.GetAsync($"errors/{(await OfGroupAsync(operations, group, cancellation))[0]!["id"]}", cancellation);
        Assert.That(one["processing_attempts"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((string?)one["status"], Is.EqualTo("unresolved"));
    }

    private Task HaveFailedTwiceAsync(FailedMessages operations, JsonNode group, CancellationToken cancellation) => Eventually.TrueAsync(
        async () => (await OfGroupAsync(operations, group, cancellation)).Count(message => (int)message!["number_of_processing_attempts"]! == 2) == BadRecipients,
        "those whose cause is not mended have failed a second time",
        cancellation);

    private static async Task<JsonArray> OfGroupAsync(FailedMessages operations, JsonNode group, CancellationToken cancellation) =>
        (await operations.GetAsync($"recoverability/groups/{group["id"]}/errors?status=unresolved&per_page=500", cancellation)).AsArray();

    private async Task TheThirdIsDeletedAndRestoredAsync(FailedMessages operations, JsonNode group, CancellationToken cancellation)
    {
        await operations.PostAsync($"recoverability/groups/{group["id"]}/errors/archive", cancellation);
        await operations.WaitForAsync("archived", AgainstPolicy, cancellation);
        Assert.That((await operations.GroupsAsync(cancellation, "errors/groups")).Values.Select(Count), Is.EqualTo(new[] { AgainstPolicy }));
        Assert.That(await operations.CountAsync("unresolved", cancellation), Is.EqualTo(BadRecipients));

        await operations.PostAsync($"recoverability/groups/{group["id"]}/errors/unarchive", cancellation);
        await operations.WaitForAsync("unresolved", BadRecipients + AgainstPolicy, cancellation);
        Assert.That(Count(Of(await operations.GroupsAsync(cancellation), "MailRejectedException")), Is.EqualTo(AgainstPolicy));
    }

    private static Task RetryAsync(FailedMessages operations, JsonNode group, CancellationToken cancellation) =>
        operations.PostAsync($"recoverability/groups/{group["id"]}/errors/retry", cancellation);

    private static JsonNode Of(Dictionary<string, JsonNode> groups, string part) => groups.Single(group => group.Key.Contains(part, StringComparison.Ordinal)).Value;

    private static int Count(JsonNode group) => (int)group["count"]!;
}
