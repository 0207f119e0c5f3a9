using Notifications.FailedMessages.Acting;
using Notifications.FailedMessages.Reading;
using Notifications.Tools;
using Npgsql;

namespace Notifications.FailedMessages;

/// <summary>One run of the tool: a command line in, text and an exit code out.</summary>
internal static class FailedMessagesTool
{
    // A person waits for this; an analysis of a million rows takes some seconds.
    private const string Defaults = "Timeout=5;Command Timeout=60;Keepalive=15;GSS Encryption Mode=Disable;Application Name=FailedMessages;";

    /// <param name="args">Of the process.</param>
    /// <param name="databaseVariable">Of the environment.</param>
    /// <param name="output">What was asked for.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="progress">While it waits.</param>
    /// <param name="nobodyAfter">How long it waits for a process to begin.</param>
    /// <param name="cancellation">Somebody wants it to end.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, DatabaseVariables databaseVariable, TextWriter output, TextWriter error, Progress progress, TimeSpan nobodyAfter, CancellationToken cancellation = default)
    {
        try
        {
            var asked = CommandLine.Parse(args, databaseVariable);
            if (asked is CommandLine.Help)
                return await SayAsync(output, CommandLine.HelpText, ExitCode.Done);

            await using var database = DatabaseOption.Open(asked.Database, Defaults);
            return asked switch
            {
                CommandLine.List { By: { } by } list => await GroupsCommand.RunAsync(list, by, database, output, error, cancellation),
                CommandLine.List list => await ListCommand.RunAsync(list, database, output, error, cancellation),
                CommandLine.Show show => await ShowCommand.RunAsync(show, database, output, error, cancellation),
                CommandLine.Act act => await new ActCommand(database, output, error, progress, nobodyAfter).RunAsync(act, cancellation),
                _ => throw new ArgumentOutOfRangeException(nameof(args), asked, "A command without an effect."),
            };
        }
        catch (WrongArgumentException wrong)
        {
            return await SayAsync(error, wrong.Message, ExitCode.WrongArguments);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await progress.EndAsync();
            return await SayAsync(error, "Interrupted. What was asked for goes on.", ExitCode.Interrupted);
        }
        catch (PostgresException noTables) when (noTables.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return await SayAsync(error, "This database has no failed messages' tables. Is it the right one? Then run the migrator, src/Database, on it.", ExitCode.NoDatabase);
        }
        catch (Exception away) when (DatabaseOption.IsAway(away))
        {
            await progress.EndAsync();
            return await SayAsync(error, DatabaseOption.Away(away), ExitCode.NoDatabase);
        }
    }

    private static async Task<int> SayAsync(TextWriter to, string text, int exitCode)
    {
        await to.WriteLineAsync(text);
        return exitCode;
    }
}
