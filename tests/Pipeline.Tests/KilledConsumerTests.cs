using Notifications.MailCatcher.Faults;
using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>A consumer that is killed over its e-mails: another takes them over when its claims are over, which is what these wait for most of the time.</summary>
[CancelAfter(240_000)]
public sealed class KilledConsumerTests : ShopFixture
{
    [Test]
    public async Task A_consumer_killed_with_500_unacknowledged(CancellationToken cancellation)
    {
        await _shop.PlaceAsync(600, cancellation);
        var slow = _shop.Mail.Faults.Add(new Fault(FaultPoint.EndOfData, new FaultAction.Slow(TimeSpan.FromSeconds(1))));
        var consumer = await _shop.StartConsumerAsync(cancellation, new Dictionary<string, string>
        {
            ["Consumer__Prefetch"] = "500",
            ["Consumer__Concurrency"] = "8",
            ["Consumer__HandlerDeadline"] = "00:00:15", // 85 rounds of it: what the broker allows to one that waits behind all others
        });
        await Eventually.TrueAsync(
            async () => await _broker.Management.FindQueueAsync(Endpoints.Notification, cancellation) is { Unacknowledged: 500, Ready: > 0 }, "500 are unacknowledged", cancellation);
        await slow.WaitUntilStruckAsync(cancellationToken: cancellation);
        await consumer.KillAsync();
        _shop.Mail.Faults.Remove(slow);
        var sentByTheDead = _shop.Mail.Inbox.Messages.Count;

        await _shop.StartConsumerAsync(cancellation);
        var twice = await _shop.EveryOrderHasItsMailAsync(cancellation);

        TestContext.Out.WriteLine($"{sentByTheDead} e-mails before the kill; {twice} came twice.");
        Assert.That(_shop.Accepted, Has.Count.EqualTo(600));
        Assert.That(sentByTheDead, Is.LessThan(100), "it died at the beginning");
        Assert.That(twice, Is.LessThanOrEqualTo(8), "at most what was between the final dot and its record: one a session");
    }
}
