using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>The naive form, measured as ours is.</summary>
internal static class Naive
{
    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var asked = settings with { Shop = settings.Shop with { Naive = true }, Out = Path.Combine(settings.Out, "naive"), WarmupRate = Math.Min(settings.WarmupRate, 100) };
        await foreach (var figures in Saturate.PlayAsync(servers, asked, say, cancellation))
            yield return figures with { Name = $"naive {figures.Name}" };
    }
}
