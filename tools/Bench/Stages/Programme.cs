using Notifications.Bench.Measures;
using Notifications.Bench.Report;
using Notifications.Bench.Stage;
using Notifications.LocalStack;
using Notifications.Tools;

namespace Notifications.Bench.Stages;

/// <summary>Stages one after the other on the same servers, each with a shop of its own.</summary>
internal static class Programme
{
    public static async Task<int> PlayAsync(CommandLine.Stages asked, TextWriter output, CancellationToken cancellation)
    {
        Directory.CreateDirectory(asked.Settings.Out);
        var all = new List<Figures>();
        await using var servers = await Servers.StartAsync(output.WriteLine, cancellation);
        for (var round = 1; round <= asked.Settings.Rounds; round++)
        {
            foreach (var name in asked.Names)
            {
                var play = StageList.Find(name) ?? throw new WrongArgumentException($"There is no stage '{name}'; --help lists what there is.");
                await foreach (var figures in play(servers, asked.Settings, output.WriteLine, cancellation))
                {
                    all.Add(figures);
                    await output.WriteLineAsync(Lines.Of(figures));
                }
            }
        }

        return all.TrueForAll(figures => figures.IsRight) ? ExitCode.Done : ExitCode.Failed;
    }
}
