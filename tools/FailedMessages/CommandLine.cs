using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.Tools;

namespace Notifications.FailedMessages;

/// <summary>What somebody asked the tool to do.</summary>
internal abstract record CommandLine
{
    private const string Commands = "list, show, retry, delete or restore";

    private static readonly string[] WithValue = [DatabaseOption.Name, .. Filter.WithValue, "--status", "--by", "--limit", "--body"];
    private static readonly string[] Alone = ["--json", "--dry-run", "--yes", "--no-wait", "--follow"];

    private CommandLine()
    {
    }

    /// <param name="Filter">Which.</param>
    /// <param name="Statuses">In one of these.</param>
    /// <param name="By">Groups instead of messages; null for messages.</param>
    /// <param name="Limit">The most rows.</param>
    /// <param name="Json">For a program.</param>
    public sealed record List(Filter Filter, IReadOnlyList<FailureStatus> Statuses, Classifier? By, int Limit, bool Json) : CommandLine;

    /// <param name="Id">Of the failed message.</param>
    /// <param name="BodyFile">Where its body goes, as it is; null: it is shown.</param>
    /// <param name="Json">For a program.</param>
    public sealed record Show(Guid Id, string? BodyFile, bool Json) : CommandLine;

    /// <param name="Kind">What is to be done.</param>
    /// <param name="Filter">To which.</param>
    /// <param name="Statuses">In one of these.</param>
    /// <param name="DryRun">Only say to how many.</param>
    /// <param name="Wait">Until it is done.</param>
    /// <param name="Follow">Until it is known what became of each.</param>
    /// <param name="Json">For a program.</param>
    public sealed record Act(OperationKind Kind, Filter Filter, IReadOnlyList<FailureStatus> Statuses, bool DryRun, bool Wait, bool Follow, bool Json) : CommandLine;

    public sealed record Help : CommandLine;

    /// <summary>Connection string of the database that has the failed messages.</summary>
    public string Database { get; init; } = "";

    /// <param name="arguments">Of the process.</param>
    /// <param name="variable">Of the environment.</param>
    /// <exception cref="WrongArgumentException">An argument is missing or wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments, DatabaseVariables variable)
    {
        if (arguments is ["help"] || arguments.Any(argument => argument is "--help" or "-h"))
            return new Help();

        var given = new Arguments(arguments, WithValue, Alone, Filter.Id);
        var database = given.Value(DatabaseOption.Name);
        CommandLine command = given.Words switch
        {
            ["list", ..] => new List(Filter.Of(given), StatusesIn(given.Value("--status")), ByIn(given.Value("--by")), AskedLimit.Of(given), given.Flag("--json")),
            ["show", var id] => new Show(Filter.IdIn(id), given.Value("--body"), given.Flag("--json")),
            ["show"] => throw new WrongArgumentException("'show' has no id; give one behind it: 'list' shows them."),
            ["show", _, var extra, ..] => throw new WrongArgumentException($"'show' takes one id, but '{extra}' was given too."),
            ["retry", ..] => ActOf(given, OperationKind.Retry, [ToRetry(given.Value("--status"))], given.Flag("--follow")),
            ["delete", ..] => ActOf(given, OperationKind.Archive, [FailureStatus.Unresolved]),
            ["restore", ..] => ActOf(given, OperationKind.Restore, [FailureStatus.Archived]),
            [] => throw new WrongArgumentException($"Nothing is asked for; give {Commands}. --help explains them."),
            [var unknown, ..] => throw new WrongArgumentException($"There is no command '{unknown}'; give {Commands}. --help explains them."),
        };
        given.NothingLeftOf(given.Words[0]);
        return command with { Database = DatabaseOption.Of(database, variable) };
    }

    private static Act ActOf(Arguments given, OperationKind kind, IReadOnlyList<FailureStatus> statuses, bool follow = false)
    {
        var act = new Act(kind, Filter.Of(given), statuses, given.Flag("--dry-run"), Wait: !given.Flag("--no-wait"), follow, given.Flag("--json"));
        var isSure = given.Flag("--yes");
        if (act is { Wait: false, Follow: true })
            throw new WrongArgumentException("--no-wait and --follow are given together; give one of them.");
        return act.Filter.IsEverything && !act.DryRun && !isSure
            ? throw new WrongArgumentException($"Which messages is not said: '{given.Words[0]}' would take all of them. Give ids, a filter, --dry-run to see how many that is, or --yes.")
            : act;
    }

    private static IReadOnlyList<FailureStatus> StatusesIn(string? text) => text switch
    {
        null or "unresolved" => [FailureStatus.Unresolved],
        "retry-issued" => [FailureStatus.RetryIssued],
        "resolved" => [FailureStatus.Resolved],
        "deleted" => [FailureStatus.Archived],
        "all" => [.. Enum.GetValues<FailureStatus>()],
        _ => throw new WrongArgumentException($"--status is '{text}'; give unresolved, retry-issued, resolved, deleted or all."),
    };

    private static FailureStatus ToRetry(string? text) => text switch
    {
        null or "unresolved" => FailureStatus.Unresolved,
        "retry-issued" => FailureStatus.RetryIssued,
        _ => throw new WrongArgumentException($"--status is '{text}'; 'retry' takes unresolved or retry-issued."),
    };

    private static Classifier? ByIn(string? text) => text switch
    {
        null => null,
        "exception" => Classifier.Exception,
        "type" => Classifier.MessageType,
        "endpoint" => Classifier.EndpointName,
        "queue" => Classifier.EndpointAddress,
        _ => throw new WrongArgumentException($"--by is '{text}'; give exception, type, endpoint or queue."),
    };

    public const string HelpText = """
        Shows failed messages, sends them back, deletes and restores them. docs/failed-messages.md tells what becomes of them. A RecoverabilityEndpoint has to
        run: it does what is asked for here, bit by bit, and goes on with it whether or not this program waits.

        Usage: dotnet Notifications.FailedMessages.dll <command> [ids] [filters] [options]

          list                          those that nobody has done anything about, the newest failure first
            --by exception|type|endpoint|queue   their groups instead, the largest first, with the id for --group
            --limit N                   at most so many, 1 to 100000 (100)
          show <id>                     one message: its failures, headers and body
            --body FILE                 writes the body to a file, as it is
          retry                         sends them back to where they failed
            --follow                    waits until it is known of each whether it was handled or has failed again
          delete                        nothing is to be done about them; they can be restored until they are too old
          restore                       takes back a 'delete'
            --dry-run                   says how many that would be, of which groups; changes nothing
            --no-wait                   does not wait until it is done
            --yes                       must be given when it is all of them, without an id or a filter
          --json                        for a program

        Filters, of which all that are given must fit:
          --id ID                       may be given several times; ids behind the command are the same
          --group ID                    a group of 'list --by'
          --cause TEXT                  part of the exception's type or message, whatever the case of letters
          --endpoint NAME, --queue ADDRESS   where they failed
          --since T, --until T          failed then or later, and before then: a time such as 2026-11-23T14:00:00Z, or an age such as 90m, 2h or 3d
          --status S                    for list: unresolved, retry-issued (on its way, or not answered for), resolved, deleted or all; for retry: unresolved or
                                        retry-issued, which sends them once more (unresolved)

          --database CONNECTION         as in Host=…;Port=5432;Database=notifications;Username=…;Password=…, or a URL, postgres://…; without it,
                                        Database__ConnectionString or DATABASE_URL in the environment, which other users of the machine cannot see
          --help                        this text

        Exit code: 0 done; 1 nothing fits; 2 wrong arguments; 3 the database does not answer or refuses; 4 some could not be sent back, or with --follow have
        failed again; 5 it is asked for, but no process does it.
        """;
}
