using Notifications.Proof.Faults;
using Notifications.Testing;

namespace Notifications.Proof.Tests.Faults;

[CancelAfter(60_000)]
[Parallelizable(ParallelScope.All)]
public sealed class SteppedClockTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    [Test]
    public async Task A_host_sees_its_own_clock_and_that_it_is_set(CancellationToken cancellation)
    {
        using var clock = SteppedClock.TryFind();
        if (clock is null)
            Assert.Ignore(SteppedClock.Missing);
        clock.Step(Ahead);
        await using var host = await HostProcess.StartAsync(
            "OrdersEndpoint",
            new Dictionary<string, string>([
                .. TestAccess.Settings, .. clock.Environment,
                new("Database__ConnectionString", "Host=127.0.0.1;Username=nobody;Password=nothing;Database=none"), new("Broker__Uri", "amqp://nobody:nothing@127.0.0.1:1/none"),
            ]),
            readyPath: "health/live",
            cancellation: cancellation);

        using var client = new HttpClient();
        await ShowsAsync(Ahead);
        clock.Step(-Ahead);
        await ShowsAsync(-Ahead);

        Task ShowsAsync(TimeSpan offset) => Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.GetAsync(new Uri(host.Address, "health/live"), cancellation);
                return (answer.Headers.Date!.Value - DateTimeOffset.UtcNow - offset).Duration() < TimeSpan.FromMinutes(1);
            },
            $"the host's clock is {offset} off",
            cancellation);
    }
}
