using Notifications.Bench.Measures;
using Notifications.Bench.Report;
using Notifications.Bench.Stage;
using Notifications.LocalStack;

namespace Notifications.Bench.Stages;

/// <summary>Stages one after the other on the same servers, each with a shop of its own, round by round; what is measured is written down after each, also for whoever interrupts.</summary>
internal static class Programme
{
    public static async Task<int> PlayAsync(CommandLine.Stages asked, TextWriter output, CancellationToken cancellation)
    {
        var settings = asked.Settings;
        var measured = new List<Figures>();
        await using var servers = await Servers.StartAsync(output.WriteLine, cancellation);
        var machine = await Machine.LookAsync(servers, cancellation);
        for (var round = 1; round <= settings.Rounds; round++)
        {
            foreach (var stage in asked.Asked)
            {
                await foreach (var figures in stage.Play(servers, settings with { Out = Path.Combine(settings.Out, $"round-{round}") }, output.WriteLine, cancellation))
                {
                    measured.Add(figures);
                    await output.WriteLineAsync($"{Lines.Of(figures)}{Environment.NewLine}");
                    await new Results(DateTimeOffset.UtcNow, machine, measured).WriteAsync(settings.Out, cancellation);
                }
            }
        }

        await output.WriteLineAsync(await File.ReadAllTextAsync(Path.Combine(settings.Out, "results.md"), cancellation));
        await output.WriteLineAsync($"Written to {settings.Out}.");
        return measured.TrueForAll(figures => figures.IsRight) ? ExitCode.Done : ExitCode.Failed;
    }
}
