using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.Testing;

namespace Notifications.NotificationEndpoint.Tests.Ledger;

/// <summary>Since when a command was on its way is its sender's word: kept if it can be true, and never in the way of the e-mail.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Children)]
public sealed class PublishedAtTests : DatabaseFixture
{
    private const string Recipient = "maria@example.test";

    [TestCase("o.accepted_at", true)]
    [TestCase("now()", true)]
    [TestCase("o.accepted_at - interval '50 s'", true, Description = "clocks differ")]
    [TestCase("now() + interval '50 s'", true)]
    [TestCase("o.accepted_at - interval '61 s'", false, Description = "before there was an order")]
    [TestCase("now() + interval '90 s'", false, Description = "later than now")]
    [TestCase("'0001-01-01 00:00:00Z'", false)]
    [TestCase("'9999-12-31 23:59:59.999999Z'", false)]
    [TestCase("NULL", false)]
    public async Task What_can_be_true_is_kept_and_the_rest_ignored(string said, bool isKept)
    {
        var delivery = await PlaceAsync();
        var time = await ReadAsync(delivery, $"({said})::timestamptz");
        await using var ledger = Ledger();

        var claim = await ledger.ClaimAsync(Request(delivery, time), default);

        Assert.That(claim, Is.TypeOf<Claim.Ours>());
        Assert.That(await ReadAsync(delivery, "d.published_at"), Is.EqualTo(isKept ? time : null));
    }

    [Test]
    public async Task The_ends_of_time_are_ignored_too()
    {
        var deliveries = new[] { (await PlaceAsync(), DateTimeOffset.MinValue), (await PlaceAsync(), DateTimeOffset.MaxValue) };
        await using var ledger = Ledger();
        foreach (var (delivery, time) in deliveries)
        {
            Assert.That(await ledger.ClaimAsync(Request(delivery, time), default), Is.TypeOf<Claim.Ours>());
            Assert.That(await ReadAsync(delivery, "d.published_at"), Is.Null);
        }
    }

    [Test]
    public async Task The_first_time_that_was_said_stays()
    {
        var delivery = await PlaceAsync();
        var (first, second) = (await ReadAsync(delivery, "now()"), await ReadAsync(delivery, "now() + interval '10 s'"));
        await using var ledger = Ledger();

        await ClaimAndPutOffAsync(ledger, Request(delivery, null));
        await ClaimAndPutOffAsync(ledger, Request(delivery, first));
        await ClaimAndPutOffAsync(ledger, Request(delivery, second));

        Assert.That(await ReadAsync(delivery, "d.published_at"), Is.EqualTo(first));
    }

    private static async Task ClaimAndPutOffAsync(DeliveryLedger ledger, ClaimRequest request) => await ledger.RecordAsync(
        new AttemptEnd(request, (Claim.Ours)await ledger.ClaimAsync(request, default), "relay:25", new MailOutcome.Deferred("451", Blame.Recipient), TimeSpan.Zero), default);

    private static ClaimRequest Request(DeliveryKey delivery, DateTimeOffset? publishedAt) => new(delivery, "relay:25", Recipient, Recipient, publishedAt, ByOperator: false);

    private DeliveryLedger Ledger() => new(_source, new LedgerSettings(), TimeProvider.System, NullLogger<DeliveryLedger>.Instance);

    private async Task<DeliveryKey> PlaceAsync()
    {
        var order = Guid.CreateVersion7();
        await new OrderBook(_source).PlaceAsync(Recipient, order);
        return new DeliveryKey(order, NotificationKind.OrderConfirmation);
    }

    private async Task<DateTimeOffset?> ReadAsync(DeliveryKey delivery, string expression)
    {
        await using var command = _source.CreateCommand(
            $"SELECT {expression} FROM orders.orders o LEFT JOIN notifications.deliveries d USING (order_id) WHERE order_id = '{delivery.OrderId}'");
        return await command.ExecuteScalarAsync() is DateTime time ? new DateTimeOffset(time) : null;
    }
}
