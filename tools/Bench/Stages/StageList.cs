using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>What a stage is: it runs on the servers and comes to figures, one after the other.</summary>
internal delegate IAsyncEnumerable<Figures> PlayStage(Servers servers, BenchSettings settings, Action<string> say, CancellationToken cancellation);

/// <param name="About">A line for whoever chooses.</param>
/// <param name="IsUsual">Whether it belongs to the whole programme; the others take longer.</param>
internal sealed record NamedStage(string Name, string About, PlayStage Play, bool IsUsual = true);

/// <summary>The stages, in the order of the whole programme.</summary>
internal static class StageList
{
    public static readonly IReadOnlyList<NamedStage> All =
    [
        new("intake", "POST /orders alone, as fast as it goes; no consumer runs", Intake.PlayAsync),
        new("drain", "orders that are stored already, and then the consumers start; memory is followed", Drain.PlayAsync),
        new("steady", "constant rates, whatever becomes of the orders, to their e-mails", Steady.PlayAsync),
        new("saturate", "as fast as it goes, to the e-mails, and the highest rate that is sustained", Saturate.PlayAsync),
        new("floor", "the least that these servers need for an order, without any of our code's comforts", FloorStage.PlayAsync),
        new("naive", "one transaction, one publish and one e-mail an order: what a first version would do", Naive.PlayAsync),
        new("scale", "1, 2 and 4 consumers, 1 and 2 APIs", Scale.PlayAsync, IsUsual: false),
        new("flat", "an empty database against a full one", Flat.PlayAsync, IsUsual: false),
        new("memory", "memory of each process while orders come at the first of the rates", MemoryStage.PlayAsync, IsUsual: false),
    ];

    public static NamedStage? Find(string name) => All.FirstOrDefault(stage => stage.Name == name);
}
