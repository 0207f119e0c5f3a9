using System.Runtime.CompilerServices;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>As fast as it goes, to the e-mails: every client sends the next order when the last one is answered. Then the highest constant rate that is sustained.</summary>
internal static class Saturate
{
    public const string Highest = "highest sustained";

    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop, Path.Combine(settings.Out, "saturate"), cancellation);
        await shop.StartConsumersAsync(cancellation);
        await Warmup.RunAsync(shop, settings, mails: true, say, cancellation);
        var top = await ClosedAsync(shop, "saturate", settings, say, cancellation);
        yield return top;

        Figures? best = null;
        for (var search = new RateSearch(Math.Max(top.MailedPerSecond, top.WholePerSecond)); search.Next is { } rate;)
        {
            var figures = await Steady.AtAsync(shop, rate, settings.Seconds, say, cancellation);
            say($"{figures.Name}: {(figures.Sustained == true ? "sustained" : "not sustained")}, {figures.MailedPerSecond:0}/s e-mailed");
            search = search.After(figures.Sustained == true);
            if (figures.Sustained == true)
                best = figures;
        }

        if (best is not null)
            yield return best with { Name = Highest };
    }

    public static Task<Figures> ClosedAsync(Shop shop, string name, BenchSettings settings, Action<string> say, CancellationToken cancellation) =>
        new Measurement(shop, say).LoadAsync(name, LoadRun.Plan(shop, rate: 0, settings.Seconds, settings.Connections), mails: true, cancellation);
}
