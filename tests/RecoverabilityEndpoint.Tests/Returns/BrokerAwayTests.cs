using Notifications.Testing;

namespace Notifications.RecoverabilityEndpoint.Tests.Returns;

/// <summary>The network to the broker breaks while messages go back.</summary>
public sealed class BrokerAwayTests : ReturnFixture
{
    [Test]
    public async Task What_the_broker_did_not_confirm_stays_and_goes_when_it_is_back(CancellationToken cancellation)
    {
        var ids = await new FailedMessageRows { Count = 300 }.InsertAsync(Source);
        var operation = await SendBackAsync(ids);
        var process = Process();
        await process.RunAsync(cancellation);

        Network.Freeze();
        var inFlight = process.RunAsync(cancellation);
        await Network.CutAsync();
        Assert.That(await inFlight, Is.Zero);
        Assert.That(await StateAsync(operation), Is.EqualTo("forwarding 300 100 0"));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.returns"), Is.EqualTo(200));

        Network.Thaw();
        await Eventually.TrueAsync(
            async () =>
            {
                if (Publisher.IsReady)
                    await process.RunAsync(cancellation);
                return await StateAsync(operation) == "completed 300 300 0";
            },
            "all are sent back",
            cancellation);
        var sent = (await TakeAllAsync(Broker, "Shipping")).Select(message => message.Id).ToList();
        Assert.That(sent.Distinct(), Is.EquivalentTo(ids.Select(id => $"message-{id}")));
        Assert.That(sent, Has.Count.LessThanOrEqualTo(400), "copies are of the batch that was in flight");
    }
}
