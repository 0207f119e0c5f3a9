using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>The same load on an empty database and on one with the orders of weeks: a rate must not depend on how many there are.</summary>
internal static class Flat
{
    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop, Path.Combine(settings.Out, "flat"), cancellation);
        await shop.StartConsumersAsync(cancellation);
        await Warmup.RunAsync(shop, settings, mails: true, say, cancellation);
        await NotCountedAsync(); // or what is measured first pays for what the runtime does once
        yield return await Saturate.ClosedAsync(shop, "flat, empty", settings, say, cancellation);
        say($"flat: filling in {settings.Filled} orders that were sent");
        await FilledTables.FillAsync(shop.Database, settings.Filled, cancellation);
        await NotCountedAsync(); // or it pays for pages that are read, or written whole after a checkpoint, for the first time
        yield return await Saturate.ClosedAsync(shop, $"flat, {settings.Filled} orders", settings, say, cancellation);

        Task NotCountedAsync() => Saturate.ClosedAsync(shop, "flat, not counted", settings, _ => { }, cancellation);
    }
}
