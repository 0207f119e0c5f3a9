using System.Globalization;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.NotificationEndpoint.Rendering;
using Notifications.Tools;

namespace Notifications.Suppressions;

/// <summary>What somebody asked the tool to do. Addresses are in the form that the list has them in.</summary>
internal abstract record CommandLine
{
    public const int LongestReason = 300;
    public const int LongestList = 100_000;
    private const int UsualList = 100;
    private const int LongestAddress = 320;

    private static readonly string[] WithValue = [DatabaseOption.Name, "--limit", "--reason", "--source"];
    private static readonly string[] Alone = ["--json"];

    private CommandLine()
    {
    }

    /// <param name="Source">Whose entries; null for all.</param>
    public sealed record List(bool Json, SuppressionSource? Source, int Limit) : CommandLine;

    public sealed record Add(string Address, string Reason) : CommandLine;

    public sealed record Remove(string Address) : CommandLine;

    public sealed record Check(string Address) : CommandLine;

    public sealed record Help : CommandLine;

    /// <summary>Connection string of the database that has the list.</summary>
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
        var command = Command(given);
        given.NothingLeftOf(given.Words[0]);
        return command with { Database = DatabaseOption.Of(database, variable) };
    }

    private static CommandLine Command(Arguments given) => given.Words switch
    {
        ["list"] => new List(given.Flag("--json"), SourceIn(given.Value("--source")), LimitIn(given.Value("--limit"))),
        ["add", var address] => new Add(AddressIn(address), ReasonIn(given.Value("--reason"))),
        ["remove", var address] => new Remove(AddressIn(address)),
        ["check", var address] => new Check(AddressIn(address)),
        [] => throw new WrongArgumentException("Nothing is asked for; give list, add, remove or check. --help explains them."),
        ["add" or "remove" or "check"] => throw new WrongArgumentException($"'{given.Words[0]}' has no address; give one behind it, such as ana@example.com."),
        ["list", var extra, ..] => throw new WrongArgumentException($"'list' takes no further argument, but '{extra}' was given; --help lists what there is."),
        ["add" or "remove" or "check", _, var extra, ..] => throw new WrongArgumentException($"'{given.Words[0]}' takes one address, but '{extra}' was given too; put a reason in quotation marks."),
        [var unknown, ..] => throw new WrongArgumentException($"There is no command '{unknown}'; give list, add, remove or check. --help explains them."),
    };

    /// <summary>Judged as the notification endpoint does it: whatever it would send to can be on the list.</summary>
    private static string AddressIn(string text)
    {
        try
        {
            var address = SuppressedAddress.Of(RecipientAddress.Of(new OrderCustomer("", text)));
            if (address.Length <= LongestAddress)
                return address;
        }
        catch (UnusableAddressException)
        {
        }

        throw new WrongArgumentException($"'{text}' is not one plain e-mail address; give one such as ana@example.com.");
    }

    private static string ReasonIn(string? text) => text switch
    {
        null => throw new WrongArgumentException("'add' needs a reason for whoever reads the list later; give one, as in --reason \"asked not to be written to\"."),
        _ when PlainText.Line(text, LongestReason) is { Length: > 0 } line && text.Length <= LongestReason => line,
        _ => throw new WrongArgumentException($"--reason has {text.Length} characters, or none that can be read; give 1 to {LongestReason}."),
    };

    private static SuppressionSource? SourceIn(string? text) => text switch
    {
        null => null,
        "relay" => SuppressionSource.Relay,
        "operator" => SuppressionSource.Operator,
        _ => throw new WrongArgumentException($"--source is '{text}'; give relay or operator."),
    };

    private static int LimitIn(string? text) =>
        text is null ? UsualList
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LongestList ? limit
        : throw new WrongArgumentException($"--limit is '{text}'; give 1 to {LongestList}.");

    public const string HelpText = """
        Shows and changes the suppression list: addresses that get no mail. Addresses are shown in full; mind where you keep the output.

        Usage: dotnet Notifications.Suppressions.dll <command> [options]

          list                          entries, the newest first
            --source relay|operator     only those that a relay's rejection, or a person, put there
            --limit N                   at most so many, 1 to 100000 (100)
            --json                      as one JSON array
          add <address> --reason TEXT   no more mail to this address; takes the place of a relay's entry
          remove <address>              mail to this address again, from its next order on
          check <address>               is it on the list, since when, and why
          --database CONNECTION         as in Host=…;Port=5432;Database=notifications;Username=…;Password=…, or a URL, postgres://…; without it,
                                        Database__ConnectionString or DATABASE_URL in the environment, which other users of the machine cannot see
          --help                        this text

        Case does not matter in an address, and its domain may be Unicode or punycode.
        Exit code: 0 done, or it is on the list; 1 it is not on the list; 2 wrong arguments; 3 the database does not answer or refuses.
        """;
}
