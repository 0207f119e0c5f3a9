using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>What somebody achieves who may publish to the broker and has no order of his own.</summary>
[CancelAfter(120_000)]
public sealed class ForgedCommandTests : ShopFixture
{
    [Test]
    public async Task A_command_for_no_order_or_to_somebody_else_sends_nothing_and_lies_in_the_error_queue(CancellationToken cancellation)
    {
        await _shop.StartConsumerAsync(cancellation);
        var order = await _shop.PlaceOneAsync("ana@example.test", cancellation);
        await _shop.WaitForStatusAsync(order, "accepted", cancellation);

        var nobodys = Guid.CreateVersion7();
        await _broker.PublishCopiesAsync(nobodys, 1, cancellation, "victim@example.test");
        var ofNoOrder = await _broker.TakeFromErrorQueueAsync(cancellation);
        await _broker.PublishCopiesAsync(order, 1, cancellation, "victim@example.test");
        var toAnother = await _broker.TakeFromErrorQueueAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (failed, sentence) in new[] { (ofNoOrder, $"There is no order {nobodys};"), (toAnother, $"Order {order} has another recipient than this command;") })
            {
                Assert.That(failed.Headers["NServiceBus.ExceptionInfo.ExceptionType"], Does.EndWith("NotOrderedException"));
                Assert.That(failed.Headers["NServiceBus.ExceptionInfo.Message"], Does.StartWith(sentence));
                Assert.That(failed.Headers.Where(header => header.Value.Contains("victim", StringComparison.Ordinal)), Is.Empty, "no header has the address");
                Assert.That(failed.Headers.Keys, Does.Not.Contain("NServiceBus.Retries.Timestamp"), "it was not tried again");
            }

            Assert.That(_shop.Mail.Inbox.Messages, Has.Count.EqualTo(1));
            Assert.That(await _shop.QueryAsync<long>("SELECT count(*) FROM notifications.deliveries"), Is.EqualTo(1));
            Assert.That(await _shop.QueryAsync<long>("SELECT count(*) FROM notifications.attempts"), Is.EqualTo(1));
        }
    }

    /// <summary>What ADR 12 does not promise: only the recipient is compared. The customer of an order can be told something wrong about it, once, and nobody else can.</summary>
    [Test]
    public async Task Other_content_for_an_order_s_own_recipient_is_sent_in_place_of_the_true_one(CancellationToken cancellation)
    {
        await _shop.StartConsumerAsync(cancellation);
        var order = Guid.CreateVersion7();
        await _shop.Book.PlaceAsync("ana@example.test", order);

        await _broker.PublishCopiesAsync(order, 1, cancellation, name: "Forged");
        await _shop.WaitForStatusAsync(order, "accepted", cancellation);
        await _broker.PublishCopiesAsync(order, 1, cancellation);
        await Eventually.TrueAsync(async () => await _broker.Management.DepthAsync(Endpoints.Notification, cancellation) == 0, "the true one is handled", cancellation);

        var mail = _shop.Mail.Inbox.Messages.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mail.To, Is.EqualTo(new[] { "ana@example.test" }));
            Assert.That(mail.Parse().TextBody, Does.Contain("Forged"));
        }
    }
}
