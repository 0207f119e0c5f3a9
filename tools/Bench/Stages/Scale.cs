using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>More processes on the same machine: what they cost where no core is free, and whether anything stands in their way.</summary>
internal static class Scale
{
    private static readonly (int Apis, int Consumers)[] Casts = [(1, 1), (1, 2), (1, 4), (2, 1), (2, 2)];

    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (apis, consumers) in Casts)
        {
            var name = $"scale {apis} API{(apis == 1 ? "" : "s")}, {consumers} consumer{(consumers == 1 ? "" : "s")}";
            await using var shop = await Shop.OpenAsync(
                servers, settings.Shop with { Apis = apis, Consumers = consumers }, Path.Combine(settings.Out, $"scale-{apis}-{consumers}"), cancellation);
            await shop.StartConsumersAsync(cancellation);
            await Warmup.RunAsync(shop, settings, mails: true, say, cancellation);
            yield return await Saturate.ClosedAsync(shop, name, settings, say, cancellation);
        }
    }
}
