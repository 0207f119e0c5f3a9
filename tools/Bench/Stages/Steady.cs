using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>Orders at constant rates, whatever becomes of them, to their e-mails.</summary>
internal static class Steady
{
    /// <summary>So many that hardly an order waits for one: the model is open.</summary>
    private const int Connections = 512;

    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop, Path.Combine(settings.Out, "steady"), cancellation);
        await shop.StartConsumersAsync(cancellation);
        await Warmup.RunAsync(shop, settings, mails: true, say, cancellation);
        foreach (var rate in settings.Rates)
            yield return await AtAsync(shop, rate, settings.Seconds, say, cancellation);
    }

    public static Task<Figures> AtAsync(Shop shop, double rate, double seconds, Action<string> say, CancellationToken cancellation) =>
        new Measurement(shop, say).LoadAsync($"steady {rate:0}/s", LoadRun.Plan(shop, rate, seconds, Connections), mails: true, cancellation);
}
