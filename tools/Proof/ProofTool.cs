using Notifications.LocalStack;
using Notifications.Proof.Check;
using Notifications.Proof.Journals;
using Notifications.Proof.Mutants;
using Notifications.Proof.Run;
using Notifications.Proof.Scenarios;
using Notifications.Proof.Stage;
using Notifications.Tools;

namespace Notifications.Proof;

/// <summary>Does what the command line asks for.</summary>
internal static class ProofTool
{
    /// <summary>A scenario could not be played as it is written.</summary>
    private const int NotPlayed = 3;

    /// <returns>The exit code.</returns>
    /// <exception cref="WrongArgumentException">The command line makes no sense.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            return CommandLine.Parse(arguments) switch
            {
                CommandLine.List => await ListAsync(output),
                CommandLine.Play play => await PlayAsync(play, output, cancellation),
                CommandLine.Mutants mutants => await CatchAsync(mutants, output, cancellation),
                CommandLine.Check check => await CheckAsync(check.Folder, output, cancellation),
                _ => await SayAsync(output, CommandLine.HelpText),
            };
        }
        catch (Exception failure) when (failure is StageException or CannotContinueException)
        {
            return ExitCode.Say(NotPlayed, failure.Message);
        }
    }

    private static async Task<int> ListAsync(TextWriter output)
    {
        var names = ScenarioList.All.Select(scenario => (scenario.Name, scenario.About)).Concat(KnownMutants.All.Select(mutant => (mutant.Name, About: $"{mutant.Takes} Caught by {mutant.CaughtBy}."))).ToList();
        var width = names.Max(name => name.Name.Length);
        await output.WriteLineAsync("Scenarios");
        foreach (var (name, about) in names.Take(ScenarioList.All.Count))
            await output.WriteLineAsync($"  {name.PadRight(width)}  {about}");
        await output.WriteLineAsync($"{Environment.NewLine}Mutants");
        foreach (var (name, about) in names.Skip(ScenarioList.All.Count))
            await output.WriteLineAsync($"  {name.PadRight(width)}  {about}");
        return ExitCode.Done;
    }

    private static async Task<int> PlayAsync(CommandLine.Play asked, TextWriter output, CancellationToken cancellation)
    {
        var mutant = asked.Mutant is { } name ? MutantNamed(name) : null;
        await using var session = new Session(asked.Out, output);
        try
        {
            foreach (var scenario in asked.Scenarios)
                await session.PlayAsync(scenario, asked.Seed, mutant, cancellation);
        }
        finally
        {
            await session.SummariseAsync(); // also of what was played before somebody interrupted
        }

        return !session.Holds ? ExitCode.Failed : session.AllPlayed ? ExitCode.Done : NotPlayed;
    }

    private static async Task<int> CatchAsync(CommandLine.Mutants asked, TextWriter output, CancellationToken cancellation)
    {
        var mutants = asked.Names.Count == 0 ? KnownMutants.All : [.. asked.Names.Select(MutantNamed)];
        await using var session = new Session(asked.Out, output);
        var escaped = new List<string>();
        foreach (var mutant in mutants)
        {
            if (!await session.CatchAsync(mutant, asked.Seed, cancellation))
                escaped.Add(mutant.Name);
        }

        await output.WriteLineAsync(escaped.Count == 0 ? $"All {mutants.Count} mutants were caught." : $"{escaped.Count} of {mutants.Count} mutants were not caught: {string.Join(", ", escaped)}.");
        return escaped.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> CheckAsync(string folder, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            var evidence = await Evidence.ReadAsync(folder, cancellation);
            var findings = Checker.Check(evidence);
            await output.WriteLineAsync(Table.Of(evidence, findings));
            return findings.All(finding => finding.Holds) ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException)
        {
            throw new WrongArgumentException(unreadable.Message);
        }
    }

    private static Mutant MutantNamed(string name) => KnownMutants.All.FirstOrDefault(mutant => mutant.Name == name) ?? throw new WrongArgumentException($"There is no mutant '{name}'; list has them.");

    private static async Task<int> SayAsync(TextWriter output, string text)
    {
        await output.WriteLineAsync(text);
        return ExitCode.Done;
    }
}
