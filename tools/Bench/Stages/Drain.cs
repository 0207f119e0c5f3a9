using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>Orders are stored while no consumer runs; then the consumers start, and their mails are counted.</summary>
internal static class Drain
{
    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop, Path.Combine(settings.Out, "drain"), cancellation);
        var measurement = new Measurement(shop, say);
        var stored = await measurement.LoadAsync(
            $"storing {settings.Backlog}", LoadRun.Plan(shop, rate: 0, seconds: 3_600, settings.Connections) with { Most = settings.Backlog }, mails: false, cancellation);
        yield return await measurement.DrainAsync($"drain of {stored.Accepted}", stored.Accepted, cancellation);
    }
}
