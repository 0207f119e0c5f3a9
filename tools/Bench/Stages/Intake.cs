using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>POST /orders as fast as it goes, while no consumer runs: the API, PostgreSQL, and the publishing to the broker.</summary>
internal static class Intake
{
    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop, Path.Combine(settings.Out, "intake"), cancellation);
        await Warmup.RunAsync(shop, settings, mails: false, say, cancellation);
        yield return await new Measurement(shop, say).LoadAsync(
            "intake", LoadRun.Plan(shop, rate: 0, settings.Seconds, settings.Connections), mails: false, cancellation);
    }
}
