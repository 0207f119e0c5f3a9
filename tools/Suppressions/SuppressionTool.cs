using Notifications.NotificationEndpoint.Recipients;
using Notifications.Tools;
using Npgsql;

namespace Notifications.Suppressions;

/// <summary>One run of the tool: a command line in, text and an exit code out.</summary>
internal static class SuppressionTool
{
    // A person waits for this.
    private const string Defaults = "Timeout=5;Command Timeout=30;GSS Encryption Mode=Disable;Application Name=Suppressions;";

    public static async Task<int> RunAsync(IReadOnlyList<string> args, DatabaseVariables databaseVariable, TextWriter output, TextWriter error)
    {
        try
        {
            var asked = CommandLine.Parse(args, databaseVariable);
            if (asked is CommandLine.Help)
                return await SayAsync(output, CommandLine.HelpText, ExitCode.Done);

            await using var database = DatabaseOption.Open(asked.Database, Defaults);
            return await DoAsync(asked, database, output, error);
        }
        catch (WrongArgumentException wrong)
        {
            return await SayAsync(error, wrong.Message, ExitCode.WrongArguments);
        }
        catch (PostgresException noList) when (noList.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return await SayAsync(error, "This database has no suppression list. Is it the right one? Then run the migrator, src/Database, on it.", ExitCode.NoDatabase);
        }
        catch (Exception away) when (DatabaseOption.IsAway(away))
        {
            return await SayAsync(error, DatabaseOption.Away(away), ExitCode.NoDatabase);
        }
    }

    private static async Task<int> DoAsync(CommandLine asked, NpgsqlDataSource database, TextWriter output, TextWriter error)
    {
        switch (asked)
        {
            case CommandLine.List list:
                return await Listing.WriteAsync(list, database, output, error);

            case CommandLine.Add add:
                var entry = new Suppression(add.Address, add.Reason, OrderId: null);
                return await database.ExecuteAsync(SuppressionTable.Add([entry])) > 0
                    ? await SayAsync(output, $"{add.Address} gets no more mail.", ExitCode.Done)
                    : await SayAsync(output, $"{add.Address} was on the list already, for this reason.", ExitCode.Done);

            case CommandLine.Remove remove:
                return await database.ExecuteAsync(SuppressionTable.Remove([remove.Address])) > 0
                    ? await SayAsync(output, $"{remove.Address} gets mail again. A confirmation that was rejected meanwhile goes out when it is sent back from the queue 'error'.", ExitCode.Done)
                    : await SayAsync(error, $"{remove.Address} is not on the list.", ExitCode.NotFound);

            case CommandLine.Check check:
                return await database.ReadAsync(SuppressionTable.Find([check.Address])) is [var found]
                    ? await SayAsync(output, Listing.Line(found), ExitCode.Done)
                    : await SayAsync(output, $"{check.Address} is not on the list.", ExitCode.NotFound);

            default:
                throw new ArgumentOutOfRangeException(nameof(asked), asked, "A command without an effect.");
        }
    }

    private static async Task<int> SayAsync(TextWriter to, string text, int exitCode)
    {
        await to.WriteLineAsync(text);
        return exitCode;
    }
}
