using System.Globalization;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// Everything that failed in an outage is sent back at once, while customers go on ordering, and the process that does it is killed in the middle. With the default settings;
/// on demand, because it takes minutes: <c>./test --filter "FullyQualifiedName~RetryFloodTests"</c>.
/// </summary>
[CancelAfter(1_800_000)]
[Explicit("It takes minutes, and both cores.")]
[NonParallelizable]
public sealed class RetryFloodTests : ShopFixture
{
    private const string Recipient = "flood@example.test";
    private const int NewPerSecond = 50;

    private static readonly Dictionary<string, string> Defaults = new() { ["Returns__PerSecond"] = "500" };

    [TestCase(10_000)]
    [TestCase(100_000)]
    public async Task Nothing_is_lost_or_sent_twice_and_new_orders_do_not_wait_for_it(int messages, CancellationToken cancellation)
    {
        var consumer = await _shop.StartConsumerAsync(cancellation);
        var operations = await _shop.StartRecoverabilityAsync(cancellation, Defaults);
        await FailAsync(operations, messages, cancellation);
        using var enough = new CancellationTokenSource();
        var placing = _shop.PlaceAtRateAsync(NewPerSecond, enough.Token, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_shop.Accepted.Count > NewPerSecond * 5), "customers order", cancellation);

        var (began, before) = (TimeProvider.System.GetTimestamp(), DateTimeOffset.UtcNow);
        await operations.PostAsync("errors/retry/all", cancellation);
        await Eventually.TrueAsync(async () => await operations.CountAsync("resolved", cancellation) > messages / 3, "a third is handled", cancellation);
        await operations.Host.KillAsync();
        var (sentBackThen, waitingThen) = (await CountAsync("failed_messages WHERE status IN ('retry_issued', 'resolved')"), await CountAsync("returns"));
        var after = await _shop.StartRecoverabilityAsync(cancellation, Defaults);
        await after.WaitForAsync("resolved", messages, cancellation);
        var took = TimeProvider.System.GetElapsedTime(began);
        await enough.CancelAsync();
        await placing;
        await _shop.Mail.Inbox.WaitForAsync(messages + _shop.Accepted.Count, cancellationToken: cancellation);

        var taken = (await Scrape.OfAsync([consumer.Address], cancellation)).Value("messaging_client_consumed_messages_total", @"messaging_destination_name=""NotificationEndpoint.Retries""");
        var copies = _shop.Mail.Inbox.Messages.GroupBy(mail => mail.Parse().MessageId).Count(same => same.Count() > 1);
        var (during, earlier) = (await NewOnesAsync(before), await NewOnesAsync(DateTimeOffset.MinValue, before));
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {messages} sent back, the process killed when {sentBackThen - waitingThen} had gone and {waitingThen} waited: all handled after {took.TotalSeconds:0} s, {messages / took.TotalSeconds:0} a second.
            Copies that the consumer got: {taken - messages}. E-mails that came twice: {copies}.
            {_shop.Accepted.Count} new orders beside them, {during}; before it {earlier}.
            """));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(waitingThen, Is.Positive, "it died in the middle");
            Assert.That(copies, Is.Zero);
            Assert.That(_shop.Mail.Inbox.Messages, Has.Count.EqualTo(messages + _shop.Accepted.Count), "one e-mail for each order");
            Assert.That(await CountAsync("returns"), Is.Zero);
            Assert.That(await CountAsync("failed_messages WHERE attempts > 1"), Is.Zero, "none failed again");
            Assert.That(await _shop.QueryAsync<string>("SELECT concat_ws(' ', state, total, done, failed) FROM recoverability.operations"), Is.EqualTo($"completed {messages} {messages} 0"));
        }
    }

    /// <summary>Orders whose commands failed: they lie in the error queue, and nobody has tried to send their e-mails.</summary>
    private async Task FailAsync(FailedMessages operations, int messages, CancellationToken cancellation)
    {
        foreach (var orders in Enumerable.Range(0, messages).Select(_ => Guid.CreateVersion7()).Chunk(5_000))
        {
            await _shop.Book.PlaceAsync(Recipient, orders);
            await _broker.FailAsync(orders, Recipient, cancellation);
        }

        await operations.WaitForAsync("unresolved", messages, cancellation);
    }

    private Task<long> CountAsync(string what) => _shop.QueryAsync<long>($"SELECT count(*) FROM recoverability.{what}");

    /// <summary>How long the e-mails of customers took who ordered in that time.</summary>
    private Task<string> NewOnesAsync(DateTimeOffset from, DateTimeOffset? until = null) => _shop.QueryAsync<string>(
        $"""
         SELECT format('half within %s ms, 99 of 100 within %s, the slowest %s', round(1000 * p[1]), round(1000 * p[2]), round(1000 * p[3]))
         FROM (
             SELECT percentile_disc(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM d.settled_at - o.accepted_at)) AS p
             FROM notifications.deliveries AS d JOIN orders.orders AS o USING (order_id)
             WHERE o.customer_email <> '{Recipient}' AND o.accepted_at > '{from:O}' AND o.accepted_at < '{until ?? DateTimeOffset.UtcNow:O}') AS of
         """);
}
