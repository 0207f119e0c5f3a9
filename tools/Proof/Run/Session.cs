using System.Globalization;
using Notifications.LocalStack;
using Notifications.Proof.Builds;
using Notifications.Proof.Faults;
using Notifications.Proof.Mutants;
using Notifications.Proof.Scenarios;
using Notifications.Proof.Stage;

namespace Notifications.Proof.Run;

/// <summary>Scenarios one after the other on the same servers, each with a folder of its own.</summary>
internal sealed class Session(string? output, TextWriter console) : IAsyncDisposable
{
    private readonly string _folder = output ?? Path.Combine(BuildOutput.Root, "artifacts", "proof", "runs");
    private readonly List<Played> _played = [];
    private readonly List<string> _notPlayed = [];
    private Servers? _servers;

    /// <summary>Of what was played, all holds.</summary>
    public bool Holds => _played.All(played => played.Holds);

    public bool AllPlayed => _notPlayed.Count == 0;

    /// <returns>What came of it; null when it could not be played as it is written, which is said and remembered.</returns>
    public async Task<Played?> PlayAsync(Scenario scenario, int seed, Mutant? mutant, CancellationToken cancellation)
    {
        var time = DateTimeOffset.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var folder = Path.Combine(_folder, $"{time}-{scenario.Name}-{seed}{(mutant is null ? "" : $"-{mutant.Name}")}");
        try
        {
            var programs = await ProgramsAsync(scenario, mutant, cancellation);
            _servers ??= await Servers.StartAsync(cancellation);
            var played = await new Play(scenario, seed, programs, folder, Say).RunAsync(_servers, cancellation);
            _played.Add(played);
            await File.WriteAllTextAsync(Path.Combine(folder, "table.txt"), played.Table, cancellation);
            await console.WriteLineAsync($"{played.Table}{played.Lasted.TotalSeconds:0} s in all. All of it: {folder}{Environment.NewLine}Again: {played.Evidence.Run.Replay}{Environment.NewLine}");
            return played;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            _notPlayed.Add(scenario.Name);
            await console.WriteLineAsync($"{scenario.Name} could not be played: {(failure is StageException or CannotContinueException ? failure.Message : failure)}. {folder}{Environment.NewLine}");
            await StopServersAsync(); // a fault may have left them half done
            return null;
        }

        void Say(string what) => console.WriteLine($"{DateTime.Now:HH:mm:ss} {scenario.Name}: {what}");
    }

    /// <summary>Whether the scenario that a mutant names finds what the mutant breaks.</summary>
    public async Task<bool> CatchAsync(Mutant mutant, int seed, CancellationToken cancellation)
    {
        var scenario = ScenarioList.Find(mutant.CaughtBy) ?? throw new StageException($"There is no scenario {mutant.CaughtBy}, which the mutant {mutant.Name} names.");
        if (await PlayAsync(scenario, seed, mutant, cancellation) is not { } played)
            return false;
        var broken = played.Findings.Where(finding => !finding.Holds).Select(finding => finding.Invariant).ToList();
        var caught = mutant.Breaks.All(broken.Contains);
        await console.WriteLineAsync($"{mutant.Name}: {(caught ? "caught" : "NOT CAUGHT")}; broken: {(broken.Count == 0 ? "nothing" : string.Join(", ", broken))}; expected: {string.Join(", ", mutant.Breaks)}.{Environment.NewLine}");
        return caught;
    }

    /// <summary>Says what it came to: a line for each scenario, and the sum of all.</summary>
    public async Task SummariseAsync()
    {
        Directory.CreateDirectory(_folder);
        var summary = Summary.Of(_played);
        await File.WriteAllTextAsync(Path.Combine(_folder, "summary.md"), summary);
        await console.WriteLineAsync(summary);
        if (_notPlayed.Count > 0)
            await console.WriteLineAsync($"Not played: {string.Join(", ", _notPlayed)}.");
    }

    public async ValueTask DisposeAsync() => await StopServersAsync();

    private async Task StopServersAsync()
    {
        var servers = _servers;
        _servers = null;
        if (servers is not null)
            await servers.DisposeAsync();
    }

    private static async Task<Programs> ProgramsAsync(Scenario scenario, Mutant? mutant, CancellationToken cancellation)
    {
        var dies = scenario.Strikes.Any(strike => strike.What is Fault.Crash);
        if (mutant is null && !dies)
            return new Programs("release", null, _ => null, project => throw new StageException($"Nothing in this scenario is to crash, and {project} was asked for."));
        var build = await TestBuilds.GetAsync(mutant, cancellation);
        return mutant is null ? new Programs(build.Name, null, _ => null, build.ProgramOf) : new Programs(build.Name, mutant.Name, build.ProgramOf, build.ProgramOf);
    }
}
