using System.Diagnostics;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Wire;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Broker;

[CancelAfter(60_000)]
public sealed class DelayedDeliveryTests
{
    [Test]
    public async Task A_delayed_message_arrives_not_early_and_in_time(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var runtime = new Runtime(broker.Uri);
        await runtime.StartPublisherAsync(cancellation);
        var clock = Stopwatch.StartNew();
        var sent = new Dictionary<string, int>();
        foreach (var seconds in new[] { 3, 2, 1 })
        {
            var command = runtime.Command();
            sent.Add($"{command.Id}", seconds);
            var outcome = await runtime.Publisher.PublishAsync(Publication.Of(command, DateTimeOffset.UtcNow).After(TimeSpan.FromSeconds(seconds)));
            Assert.That(outcome, Is.EqualTo(PublishOutcome.Confirmed));
        }

        var lastSent = clock.Elapsed;
        using (Assert.EnterMultipleScope())
        {
            foreach (var seconds in new[] { 1, 2, 3 })
            {
                var (message, raw) = await broker.TakeAsync(runtime.Endpoint.Name, cancellation);
                Assert.That(sent[message.Id], Is.EqualTo(seconds), "the shortest delay is over first");
                Assert.That(clock.Elapsed.TotalSeconds, Is.InRange(seconds, lastSent.TotalSeconds + seconds + 1));
                Assert.That(raw, Does.ContainKey("x-death"), "it went through the levels");
                Assert.That(message.Headers.Keys, Has.None.StartsWith("x-"), "a copy that is sent on must not carry the broker's records");
            }
        }
    }
}
