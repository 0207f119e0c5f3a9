using Notifications.Messaging.Broker;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Faults;

/// <summary>An address with several nodes. They are ways to one broker here: what a cluster does itself is in Pipeline.Tests.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class DeadNodeTests
{
    private TestBroker _broker = null!;
    private FaultProxy _one = null!;
    private FaultProxy _other = null!;

    [SetUp]
    public async Task Open()
    {
        _broker = await TestBroker.CreateAsync();
        (_one, _other) = (new FaultProxy(_broker.Uri), new FaultProxy(_broker.Uri));
    }

    [TearDown]
    public async Task Close()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Test]
    public async Task When_the_node_of_a_publisher_dies_the_other_has_its_messages_and_the_log_names_both(CancellationToken cancellation)
    {
        await using var runtime = ToBoth();
        await runtime.StartPublisherAsync(cancellation);
        var (dead, living) = _one.Connections > 0 ? (_one, _other) : (_other, _one);

        await dead.DisposeAsync();
        await Eventually.TrueAsync(() => Task.FromResult(runtime.Publisher.IsReady && living.Connections > 0), "it is connected to the other node", cancellation);

        Assert.That(await runtime.PublishAsync(runtime.Command()), Is.EqualTo(PublishOutcome.Confirmed));
        Assert.That(runtime.Log.WithId(1001), Is.All.Contains(dead.Uri.Authority).And.Not.Empty);
        Assert.That(runtime.Log.WithId(1000).Last(), Does.Contain($"{living.Uri.Port}"));
    }

    /// <summary>Ten times: it begins at either of the two.</summary>
    [Test]
    public async Task A_node_that_is_away_keeps_nobody_from_starting_and_from_installing(CancellationToken cancellation)
    {
        await _one.DisposeAsync();
        for (var start = 0; start < 10; start++)
        {
            await using var runtime = ToBoth();
            await runtime.Connections.InstallAsync(cancellation);
            await runtime.StartPublisherAsync(cancellation);
            Assert.That(runtime.Log.WithId(1002), Is.All.Contains(_one.Uri.Authority));
        }
    }

    [Test]
    public async Task A_node_that_takes_connections_and_does_not_answer_is_left_for_the_other(CancellationToken cancellation)
    {
        await using var runtime = ToBoth();
        await runtime.StartPublisherAsync(cancellation);
        var (frozen, living) = _one.Connections > 0 ? (_one, _other) : (_other, _one);
        frozen.Freeze();

        Assert.That(await runtime.PublishAsync(runtime.Command()), Is.EqualTo(PublishOutcome.Unknown));
        await Eventually.TrueAsync(() => Task.FromResult(runtime.Publisher.IsReady && living.Connections > 0), "it is connected to the other node", cancellation);
        Assert.That(await runtime.PublishAsync(runtime.Command()), Is.EqualTo(PublishOutcome.Confirmed));
    }

    private Runtime ToBoth() => new(
        _broker.Uri, settings: settings => settings with
        {
            Uri = _broker.Uri.AbsoluteUri.Replace(_broker.Uri.Authority, $"{_one.Uri.Authority},{_other.Uri.Authority}", StringComparison.Ordinal),
            PublishDeadline = TimeSpan.FromSeconds(1),
        });
}
