using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>Orders at a constant rate, whatever becomes of them, to their e-mails.</summary>
internal static class Steady
{
    /// <summary>So many that hardly an order waits for one: the model is open.</summary>
    public const int Connections = 512;

    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop, Path.Combine(settings.Out, "steady"), cancellation);
        await shop.StartConsumersAsync(cancellation);
        await Warmup.RunAsync(shop, settings, mails: true, say, cancellation);
        yield return await new Measurement(shop, say).LoadAsync(
            $"steady {settings.Rate:0}/s", LoadRun.Plan(shop, settings.Rate, settings.Seconds, Connections), mails: true, cancellation);
    }
}
