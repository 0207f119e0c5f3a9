using Microsoft.Extensions.Time.Testing;
using Notifications.OrdersEndpoint.Pressure;

namespace Notifications.OrdersEndpoint.Tests.Pressure;

public sealed class IntakeGateTests
{
    [Test]
    public void Without_a_limit_it_is_open_and_counts()
    {
        var gate = new IntakeGate(new FakeTimeProvider());

        Assert.That(gate.PassAsync(200).IsCompleted && gate.PassAsync(56).IsCompleted, Is.True);
        Assert.That(gate.Taken, Is.EqualTo(256));
    }

    [Test]
    public void No_limit_shows_as_none()
    {
        var gate = new IntakeGate(new FakeTimeProvider());

        Assert.That(gate.Limit, Is.Zero);
        gate.Rate = 1_500;
        Assert.That(gate.Limit, Is.EqualTo(1_500));
    }

    [Test]
    public async Task With_a_limit_transactions_are_kept_apart_by_what_their_orders_take_of_it()
    {
        var time = new FakeTimeProvider();
        var gate = new IntakeGate(time) { Rate = 1_000 };

        Assert.That(gate.PassAsync(100).IsCompleted, Is.True, "the first need not wait");
        var (second, third) = (gate.PassAsync(50), gate.PassAsync(1));
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.That(second.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await second.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(third.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromMilliseconds(50));
        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
