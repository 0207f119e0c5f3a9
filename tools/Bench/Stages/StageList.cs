using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>What a stage is: it runs on the servers and comes to figures.</summary>
internal delegate IAsyncEnumerable<Figures> PlayStage(Servers servers, BenchSettings settings, Action<string> say, CancellationToken cancellation);

/// <summary>The stages by name.</summary>
internal static class StageList
{
    private static readonly Dictionary<string, PlayStage> All = new()
    {
        ["intake"] = Intake.PlayAsync,
        ["steady"] = Steady.PlayAsync,
        ["saturate"] = Saturate.PlayAsync,
    };

    public static PlayStage? Find(string name) => All.GetValueOrDefault(name);
}
