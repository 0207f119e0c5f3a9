using System.Globalization;
using Notifications.Proof.Scenarios;
using Notifications.Tools;

namespace Notifications.Proof;

/// <summary>What somebody asked the tool to do.</summary>
internal abstract record CommandLine
{
    private static readonly string[] WithValue = ["--seed", "--minutes", "--rate", "--mutant", "--out"];

    private CommandLine()
    {
    }

    public sealed record List : CommandLine;

    /// <param name="Scenarios">To be played, in this order.</param>
    /// <param name="Mutant">The safety that is taken away; null: none.</param>
    public sealed record Play(IReadOnlyList<Scenario> Scenarios, string? Mutant) : CommandLine;

    /// <param name="Names">Empty: all.</param>
    public sealed record Mutants(IReadOnlyList<string> Names) : CommandLine;

    /// <param name="Folder">Of a run.</param>
    public sealed record Check(string Folder) : CommandLine;

    public sealed record Help : CommandLine;

    /// <summary>From which the faults are drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where everything that was seen is kept; null: <c>artifacts/proof/runs</c>.</summary>
    public string? Out { get; init; }

    /// <exception cref="WrongArgumentException">An argument is missing or wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        if (arguments is ["help"] || arguments.Any(argument => argument is "--help" or "-h"))
            return new Help();

        var given = new Arguments(arguments, WithValue, []);
        CommandLine command = given.Words switch
        {
            ["list"] => new List(),
            ["run", _, ..] => new Play([.. given.Words[1..].Select(Find)], given.Value("--mutant")),
            ["run"] => throw new WrongArgumentException("'run' needs the name of a scenario, or several; list has them."),
            ["all"] => new Play([.. ScenarioList.All.Where(scenario => !scenario.IsPartOfAnother)], given.Value("--mutant")),
            ["soak"] => new Play([AllTogether.Soak(TimeSpan.FromMinutes(Number(given, "--minutes", 1, 10_000, 30)), Number(given, "--rate", 1, 10_000, 200))], Mutant: null),
            ["mutants", ..] => new Mutants(given.Words[1..]),
            ["check", var folder] => new Check(folder),
            ["check", ..] => throw new WrongArgumentException("'check' needs one folder, that of a run."),
            [] => throw new WrongArgumentException("Nothing is asked for; give list, run, all, soak, mutants or check. --help explains them."),
            ["list" or "all" or "soak", var extra, ..] => throw new WrongArgumentException($"'{given.Words[0]}' takes no further argument, but '{extra}' was given; --help lists what there is."),
            [var unknown, ..] => throw new WrongArgumentException($"There is no command '{unknown}'; give list, run, all, soak, mutants or check. --help explains them."),
        };
        command = command with { Seed = Number(given, "--seed", 0, int.MaxValue, command.Seed), Out = given.Value("--out") };
        given.NothingLeftOf(given.Words[0]);
        return command;
    }

    public const string HelpText = """
        Breaks everything on real processes and servers, and shows that no order lost its e-mail and that every e-mail that came twice is explained. docs/proof.md tells how.

        Usage: dotnet Notifications.Proof.dll <command> [options]

          list                   the scenarios and the mutants
          run NAME...            plays scenarios, and checks each
            --mutant NAME        with a build that lacks one safety
          all                    plays every scenario that is not part of another
          mutants [NAME...]      takes one safety away after the other; each has to be caught by the scenario that it names
          soak                   everything that can go wrong, again and again, with the times of production
            --minutes N          for so long (30)
            --rate N             orders a second (200)
          check FOLDER           checks again what an earlier run has seen
          --seed N               the same seed, the same faults at the same times (1)
          --out FOLDER           where everything that was seen is kept (artifacts/proof/runs)
          --help                 this text

        PostgreSQL and RabbitMQ are started for it, as for the tests, and nothing else on the machine is touched.
        Exit code: 0 all holds, or every mutant was caught; 1 something does not, the table says what; 2 wrong arguments; 3 a scenario could not be played; 130 interrupted.
        """;

    private static Scenario Find(string name) => ScenarioList.Find(name) ?? throw new WrongArgumentException($"There is no scenario '{name}'; list has them.");

    private static int Number(Arguments given, string option, int least, int most, int usual)
    {
        if (given.Value(option) is not { } text)
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new WrongArgumentException($"{option} is '{text}'; give a number from {least} to {most}.");
    }
}
