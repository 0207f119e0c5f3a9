using System.Globalization;
using Notifications.Bench.Stage;
using Notifications.Bench.Stages;
using Notifications.LocalStack;
using Notifications.Tools;

namespace Notifications.Bench;

/// <summary>What somebody asked the tool to do.</summary>
internal abstract record CommandLine
{
    private static readonly string[] WithValue =
    [
        "--rounds", "--seconds", "--warmup", "--warmup-rate", "--rate", "--connections", "--apis", "--consumers", "--transaction", "--out", "--port", "--backlog", "--filled",
        "--database", "--broker", "--smtp-port", "--orders",
    ];

    private CommandLine()
    {
    }

    /// <param name="Asked">In this order.</param>
    public sealed record Stages(IReadOnlyList<NamedStage> Asked, BenchSettings Settings) : CommandLine;

    /// <param name="Port">0: a free one.</param>
    public sealed record Sink(int Port) : CommandLine;

    /// <param name="Plan">JSON.</param>
    public sealed record Load(string Plan) : CommandLine;

    /// <param name="Port">Where it listens.</param>
    public sealed record NaiveApi(string Database, Uri Broker, int Port) : CommandLine;

    public sealed record NaiveConsumer(string Database, Uri Broker, int SmtpPort) : CommandLine;

    public sealed record Floor(string Database, Uri Broker, int SmtpPort, int Orders) : CommandLine;

    public sealed record Help : CommandLine;

    /// <exception cref="WrongArgumentException">An argument is missing or wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        if (arguments is ["help"] || arguments.Any(argument => argument is "--help" or "-h"))
            return new Help();
        if (arguments is ["load", var plan])
            return new Load(plan);

        var given = new Arguments(arguments, WithValue, ["--keyed"], "--set");
        CommandLine command = given.Words switch
        {
            ["sink"] => new Sink(PortOf(given, "--port")),
            ["naive-api"] => new NaiveApi(Needed(given, "--database"), new Uri(Needed(given, "--broker")), PortOf(given, "--port")),
            ["naive-consumer"] => new NaiveConsumer(Needed(given, "--database"), new Uri(Needed(given, "--broker")), PortOf(given, "--smtp-port")),
            ["floor"] when given.Value("--database") is { } database =>
                new Floor(database, new Uri(Needed(given, "--broker")), PortOf(given, "--smtp-port"), (int)Number(given, "--orders", 1, int.MaxValue, 30_000)),
            _ => ReadStages(given),
        };
        given.NothingLeftOf(given.Words.FirstOrDefault("bench"));
        return command;
    }

    public static readonly string HelpText = $"""
        Measures how many orders a second are accepted and e-mailed on this machine, with everything on it and durable. docs/benchmark.md tells how.

        Usage: ./bench [stage...] [options]

        {string.Join(Environment.NewLine, StageList.All.Select(stage => $"  {stage.Name,-18} {stage.About}"))}

        Without a stage: {string.Join(", ", StageList.All.Where(stage => stage.IsUsual).Select(stage => stage.Name))}, three times.

          --rate N[,N...]    orders a second of steady, one after the other (200,1000,2000,4000)
          --backlog N        orders of drain and of floor (30000)
          --filled N         orders that flat fills in (5000000)
          --seconds N        a measured part lasts so long (10)
          --warmup N         seconds before it that are not counted (20)
          --warmup-rate N    orders a second in those (1000)
          --rounds N         each stage so many times
          --connections N    clients of a closed loop (256)
          --keyed            each order with an Idempotency-Key
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
        var stages = given.Words.Length == 0 ? [.. StageList.All.Where(stage => stage.IsUsual)] : given.Words.Select(Find).ToList();
        var usual = new BenchSettings { Out = "" };
        return new Stages(stages, usual with
        {
            Seconds = Number(given, "--seconds", 1, 36_000, usual.Seconds),
            WarmupSeconds = Number(given, "--warmup", 0, 3_600, usual.WarmupSeconds),
            WarmupRate = Number(given, "--warmup-rate", 1, 100_000, usual.WarmupRate),
            Rates = given.Value("--rate") is { } rates ? [.. rates.Split(',').Select(rate => Number("--rate", rate, 1, 1_000_000))] : usual.Rates,
            Backlog = (long)Number(given, "--backlog", 1, 100_000_000, usual.Backlog),
            Filled = (long)Number(given, "--filled", 1, 1_000_000_000, usual.Filled),
            Connections = (int)Number(given, "--connections", 1, 4_096, usual.Connections),
            Rounds = (int)Number(given, "--rounds", 1, 100, given.Words.Length == 0 ? 3 : 1),
            Out = given.Value("--out") is { } folder ? Path.GetFullPath(folder) : Path.Combine(BuildOutput.Root, "artifacts", "bench", DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)),
            Shop = new ShopPlan
            {
                Apis = (int)Number(given, "--apis", 1, 16, 1),
                Consumers = (int)Number(given, "--consumers", 1, 16, 1),
                Keyed = given.Flag("--keyed"),
                Transaction = given.Value("--transaction"),
                More = given.Values("--set").Select(Setting).ToDictionary(),
            },
        });
    }

    private static KeyValuePair<string, string> Setting(string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? new(key.Replace(":", "__", StringComparison.Ordinal), value)
        : throw new WrongArgumentException($"--set is '{text}'; give Key=Value.");

    private static NamedStage Find(string name) => StageList.Find(name) ?? throw new WrongArgumentException($"There is no stage '{name}'; --help lists what there is.");

    private static string Needed(Arguments given, string option) => given.Value(option) ?? throw new WrongArgumentException($"{option} is missing.");

    private static int PortOf(Arguments given, string option) => (int)Number(given, option, 0, 65535, 0);

    private static double Number(Arguments given, string option, double least, double most, double usual) =>
        given.Value(option) is { } text ? Number(option, text, least, most) : usual;

    private static double Number(string option, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new WrongArgumentException($"{option} is '{text}'; give a number from {least:0} to {most:0}.");
}
