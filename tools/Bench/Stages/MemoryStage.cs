using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>Orders at one rate for long: whether the memory of a process grows.</summary>
internal static class MemoryStage
{
    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop, Path.Combine(settings.Out, "memory"), cancellation);
        await shop.StartConsumersAsync(cancellation);
        await Warmup.RunAsync(shop, settings, mails: true, say, cancellation);
        await using var memory = MemoryLog.Follow(shop.Processes);
        var figures = await Steady.AtAsync(shop, settings.Rates[0], settings.Seconds, say, cancellation);
        yield return figures with { Name = $"memory at {settings.Rates[0]:0}/s", Memory = await memory.EndAsync() };
    }
}
