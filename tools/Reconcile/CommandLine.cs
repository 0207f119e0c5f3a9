using Notifications.Tools;

namespace Notifications.Reconcile;

/// <summary>What somebody asked the tool to do.</summary>
internal abstract record CommandLine
{
    private static readonly string[] WithValue = [DatabaseOption.Name, "--from", "--until", "--last", "--limit", "--day", "--out"];
    private static readonly string[] Alone = ["--dry-run", "--json", "--late", "--no-record", "--strict"];

    private CommandLine()
    {
    }

    /// <param name="Strict">What is no fault by itself is one.</param>
    /// <param name="Late">Name also the late ones.</param>
    /// <param name="Limit">The most entries of each list.</param>
    /// <param name="Record">Keep the counts.</param>
    public sealed record Prove(AskedWindow Window, bool Strict, bool Late, int Limit, bool Json, bool Record) : CommandLine;

    /// <param name="DryRun">Only say what would be done.</param>
    /// <param name="Limit">The most orders that are listed.</param>
    public sealed record Run(AskedWindow Window, bool DryRun, int Limit) : CommandLine;

    /// <param name="Day">UTC.</param>
    /// <param name="Folder">Where the two files go.</param>
    public sealed record Report(DateOnly Day, string Folder) : CommandLine;

    public sealed record Help : CommandLine;

    /// <summary>Connection string of the database that has the orders.</summary>
    public string Database { get; init; } = "";

    /// <param name="arguments">Of the process.</param>
    /// <param name="variable">Of the environment.</param>
    /// <exception cref="WrongArgumentException">An argument is missing or wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments, DatabaseVariables variable)
    {
        if (arguments is ["help"] || arguments.Any(argument => argument is "--help" or "-h"))
            return new Help();

        var given = new Arguments(arguments, WithValue, Alone);
        var database = given.Value(DatabaseOption.Name);
        CommandLine command = given.Words switch
        {
            ["prove"] => new Prove(
                AskedWindow.Of(given, orUsual: true), given.Flag("--strict"), given.Flag("--late"), AskedLimit.Of(given), given.Flag("--json"), Record: !given.Flag("--no-record")),
            ["run"] => new Run(AskedWindow.Of(given, orUsual: false), given.Flag("--dry-run"), AskedLimit.Of(given)),
            ["report"] => new Report(Times.Day("--day", given.Value("--day")), given.Value("--out") ?? "."),
            [] => throw new WrongArgumentException("Nothing is asked for; give prove, run or report. --help explains them."),
            ["prove" or "run" or "report", var extra, ..] => throw new WrongArgumentException($"'{given.Words[0]}' takes no further argument, but '{extra}' was given; --help lists what there is."),
            [var unknown, ..] => throw new WrongArgumentException($"There is no command '{unknown}'; give prove, run or report. --help explains them."),
        };
        given.NothingLeftOf(given.Words[0]);
        return command with { Database = DatabaseOption.Of(database, variable) };
    }

    public const string HelpText = """
        Checks that every order got its one e-mail, and drives what is missing. docs/reconciliation.md tells what is checked and done.

        Usage: dotnet Notifications.Reconcile.dll <command> [options]

          prove                         all orders accepted in a time; names those that are missing, sent twice or unexplained
            --from T                    accepted since then
            --until T                   and before then (now); alone, the 24 hours before it
            --last LENGTH               instead of both: so long until now, such as 90s, 30m, 1h or 7d (24h)
            --strict                    late, rejected, pending, possible duplicates and gaps in the coverage are faults too
            --late                      names also the orders whose e-mail came after more than five minutes
            --limit N                   names at most so many of each kind, the oldest, 1 to 100000 (100); all are counted
            --json                      as one JSON object
            --no-record                 keeps no row in reconciliation.proofs: for a user who may only read, or on a standby
          run                           drives all orders accepted in a time that have no accepted e-mail, also those that were given up
            --from T, --until T, --last LENGTH   as above, but one of them must be given
            --dry-run                   changes nothing; lists what would be done
            --limit N                   lists at most so many (100)
          report                        writes the report of a day, as CSV and as a page: sla-2026-11-23.csv and .html; docs/sla.md explains it
            --day DAY                   such as 2026-11-23, UTC
            --out FOLDER                where to (the current folder)
          --database CONNECTION         as in Host=…;Port=5432;Database=notifications;Username=…;Password=…, or a URL, postgres://…; without it,
                                        Database__ConnectionString or DATABASE_URL in the environment, which other users of the machine cannot see
          --help                        this text

        A time T is ISO 8601 with an offset or Z, such as 2026-11-23T14:00:00Z or 2026-11-23T11:00-03:00; a date alone is its midnight, UTC.
        What is now, and what is late, is told by the database's clock.
        Exit code: 0 whole, or done; 1 a fault was found, or there is nothing to report; 2 wrong arguments; 3 the database does not answer or refuses.
        """;
}
