using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>Some orders at a low rate, so that no measured second pays for what processes do once: what a cold start costs is said, and not counted.</summary>
internal static class Warmup
{
    private const int Connections = 64;

    public static async Task RunAsync(Shop shop, BenchSettings settings, bool mails, Action<string> say, CancellationToken cancellation)
    {
        if (settings.WarmupSeconds <= 0)
            return;
        var plan = LoadRun.Plan(shop, settings.WarmupRate, settings.WarmupSeconds, Connections);
        var figures = await new Measurement(shop, _ => { }).LoadAsync("warm-up", plan, mails, cancellation);
        say($"cold start, {settings.WarmupRate:0}/s for {settings.WarmupSeconds:0} s: answers p50 {figures.Answer.P50:0.0} ms, p99 {figures.Answer.P99:0.0} ms, longest {figures.Answer.Max:0} ms"
            + (mails ? $"; e-mails p50 {figures.Mail.P50:0.0} ms, p99 {figures.Mail.P99:0.0} ms" : "") + $"; {figures.Processor:0} µs of processor an order");
    }
}
