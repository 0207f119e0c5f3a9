using System.Globalization;
using Notifications.Bench.Stage;
using Notifications.LocalStack;
using Notifications.Tools;

namespace Notifications.Bench;

/// <summary>What somebody asked the tool to do.</summary>
internal abstract record CommandLine
{
    private static readonly string[] WithValue =
        ["--rounds", "--seconds", "--warmup", "--rate", "--connections", "--apis", "--consumers", "--transaction", "--out", "--port"];

    private CommandLine()
    {
    }

    /// <param name="Names">In this order; empty: the whole programme.</param>
    public sealed record Stages(IReadOnlyList<string> Names, BenchSettings Settings) : CommandLine;

    /// <param name="Port">0: a free one.</param>
    public sealed record Sink(int Port) : CommandLine;

    /// <param name="Plan">JSON.</param>
    public sealed record Load(string Plan) : CommandLine;

    public sealed record Help : CommandLine;

    /// <exception cref="WrongArgumentException">An argument is missing or wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        if (arguments is ["help"] || arguments.Any(argument => argument is "--help" or "-h"))
            return new Help();
        if (arguments is ["load", var plan])
            return new Load(plan);

        var given = new Arguments(arguments, WithValue, [], "--set");
        CommandLine command = given.Words is ["sink"] ? new Sink((int)Number(given, "--port", 0, 65535, 0)) : ReadStages(given);
        given.NothingLeftOf(given.Words.FirstOrDefault("bench"));
        return command;
    }

    public const string HelpText = """
        Measures how many orders a second are accepted and e-mailed on this machine, with everything on it and durable. docs/benchmark.md tells how.

        Usage: ./bench [stage...] [options]

          intake             POST /orders alone, as fast as it goes; no consumer runs
          steady             orders at a constant rate, whatever becomes of them, to their e-mails
          saturate           as fast as it goes, to the e-mails
          --rate N           orders a second of steady (4000)
          --seconds N        a measured part lasts so long (10)
          --warmup N         before it, at 1,000/s and not counted (5)
          --rounds N         each stage so many times
          --connections N    clients of a closed loop (64)
          --apis N           processes of the API (1)
          --consumers N      processes of the consumer (1)
          --transaction T    how mails are handed to the relay: MailKit or Pipelined
          --set KEY=VALUE    a setting of all our processes, for example Intake:Connections=4 or DOTNET_PerfMapEnabled=1; may stand several times
          --out FOLDER       for the results (artifacts/bench/<time>)
          --help             this text

        PostgreSQL and RabbitMQ are started for it, and nothing else on the machine is touched.
        Exit code: 0 measured, and every order had exactly one e-mail; 1 an order had none or two; 2 wrong arguments; 3 it could not be measured; 130 interrupted.
        """;

    private static Stages ReadStages(Arguments given)
    {
        var seconds = Number(given, "--seconds", 1, 36_000, 10);
        return new Stages(given.Words, new BenchSettings
        {
            Seconds = seconds,
            WarmupSeconds = Number(given, "--warmup", 0, 3_600, 5),
            Rate = Number(given, "--rate", 1, 1_000_000, 4_000),
            Connections = (int)Number(given, "--connections", 1, 4_096, 64),
            Rounds = (int)Number(given, "--rounds", 1, 100, given.Words.Length == 0 ? 3 : 1),
            Out = given.Value("--out") ?? Path.Combine(BuildOutput.Root, "artifacts", "bench", DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)),
            Shop = new ShopPlan
            {
                Apis = (int)Number(given, "--apis", 1, 16, 1),
                Consumers = (int)Number(given, "--consumers", 1, 16, 1),
                Transaction = given.Value("--transaction"),
                More = given.Values("--set").Select(Setting).ToDictionary(),
            },
        });
    }

    private static KeyValuePair<string, string> Setting(string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? new(key.Replace(":", "__", StringComparison.Ordinal), value)
        : throw new WrongArgumentException($"--set is '{text}'; give Key=Value.");

    private static double Number(Arguments given, string option, double least, double most, double usual)
    {
        if (given.Value(option) is not { } text)
            return usual;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new WrongArgumentException($"{option} is '{text}'; give a number from {least:0} to {most:0}.");
    }
}
