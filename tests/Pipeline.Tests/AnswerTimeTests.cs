using System.Collections.Concurrent;
using Notifications.MailCatcher.Faults;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// What a client feels of a relay or a broker that is away: nothing. Takes some minutes:
/// <code>dotnet test tests/Pipeline.Tests -c Release --filter FullyQualifiedName=Notifications.Pipeline.Tests.AnswerTimeTests.Side_by_side</code>
/// </summary>
[Explicit("Takes some minutes, and is a measurement.")]
[CancelAfter(1_800_000)]
[NonParallelizable]
public sealed class AnswerTimeTests
{
    private const int PerSecond = 200;
    private const int Rounds = 3;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, ConcurrentBag<TimeSpan>> _times = [];

    [Test]
    public async Task Side_by_side(CancellationToken cancellation)
    {
        await using var rabbit = await ControllableRabbitMq.StartAsync(cancellation);
        await using var shop = await Shop.OpenAsync(rabbit.Broker, cancellation);
        await shop.StartConsumerAsync(cancellation);
        await shop.StartReconciliationAsync(cancellation);
        await PlaceAsync(shop, "warm-up", cancellation);

        for (var round = 0; round < Rounds; round++)
        {
            await PlaceAsync(shop, "all up", cancellation);

            shop.Mail.Faults.Add(new Fault(FaultPoint.Connect, new FaultAction.Refuse()));
            await PlaceAsync(shop, "relay away", cancellation, drain: false);
            shop.Mail.Faults.Clear();
            await DrainedAsync(shop, cancellation);

            await rabbit.KillAsync();
            await PlaceAsync(shop, "broker away", cancellation, drain: false);
            await rabbit.StartAgainAsync(cancellation);
            await DrainedAsync(shop, cancellation);
        }

        foreach (var (name, times) in _times)
        {
            var sorted = times.Select(time => time.TotalMilliseconds).Order().ToList();
            TestContext.Out.WriteLine($"{name,-12} {sorted.Count,6} answers: p50 {At(sorted, 0.5):0.0} ms, p90 {At(sorted, 0.9):0.0} ms, p99 {At(sorted, 0.99):0.0} ms, p99.9 {At(sorted, 0.999):0.0} ms, latest {sorted[^1]:0.0} ms");
        }

        Assert.That(_times["relay away"].Count + _times["broker away"].Count, Is.EqualTo(2 * Rounds * PerSecond * (int)Phase.TotalSeconds).Within(2).Percent, "every order was accepted");
        Assert.That(await shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
    }

    private async Task PlaceAsync(Shop shop, string name, CancellationToken cancellation, bool drain = true)
    {
        if (!_times.TryGetValue(name, out var times))
            _times[name] = times = [];
        using var enough = new CancellationTokenSource(Phase);
        await shop.PlaceAtRateAsync(PerSecond, enough.Token, cancellation, times.Add);
        if (drain)
            await DrainedAsync(shop, cancellation);
    }

    /// <summary>What is left of one phase is not to be felt in the next.</summary>
    private static Task DrainedAsync(Shop shop, CancellationToken cancellation) => Eventually.TrueAsync(
        async () => await shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0
            && await shop.QueryAsync<long>("SELECT (SELECT count(*) FROM orders.orders) - (SELECT count(*) FROM notifications.deliveries WHERE status = 'accepted')") == 0,
        "all e-mails are out", cancellation);

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
