using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>As fast as it goes, to the e-mails: every client sends the next order when the last one is answered.</summary>
internal static class Saturate
{
    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop, Path.Combine(settings.Out, "saturate"), cancellation);
        await shop.StartConsumersAsync(cancellation);
        await Warmup.RunAsync(shop, settings, mails: true, say, cancellation);
        yield return await new Measurement(shop, say).LoadAsync(
            "saturate", LoadRun.Plan(shop, rate: 0, settings.Seconds, settings.Connections), mails: true, cancellation);
    }
}
