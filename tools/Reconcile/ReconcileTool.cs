using Notifications.Reconcile.Prove;
using Notifications.Reconcile.Report;
using Notifications.Reconcile.Run;
using Notifications.Tools;
using Npgsql;

namespace Notifications.Reconcile;

/// <summary>One run of the tool: a command line in, text and an exit code out.</summary>
internal static class ReconcileTool
{
    private const string Defaults = "Timeout=5;Command Timeout=30;Keepalive=15;GSS Encryption Mode=Disable;Application Name=Reconcile;";

    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, DatabaseVariables databaseVariable, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        try
        {
            var asked = CommandLine.Parse(args, databaseVariable);
            if (asked is CommandLine.Help)
                return await SayAsync(output, CommandLine.HelpText, ExitCode.Done);

            await using var database = DatabaseOption.Open(asked.Database, Defaults);
            return asked switch
            {
                CommandLine.Prove prove => await ProveCommand.RunAsync(prove, database, output, error, cancellation),
                CommandLine.Run run => await RunCommand.RunAsync(run, database, output, cancellation),
                CommandLine.Report report => await ReportCommand.RunAsync(report, database, output, error, cancellation),
                _ => throw new ArgumentOutOfRangeException(nameof(args), asked, "A command without an effect."),
            };
        }
        catch (WrongArgumentException wrong)
        {
            return await SayAsync(error, wrong.Message, ExitCode.WrongArguments);
        }
        catch (PostgresException noTables) when (noTables.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return await SayAsync(error, $"This database has not the tables of the product: {noTables.MessageText}. Is it the right one? Then run the migrator, src/Database, on it.", ExitCode.NoDatabase);
        }
        catch (Exception away) when (DatabaseOption.IsAway(away))
        {
            return await SayAsync(error, DatabaseOption.Away(away), ExitCode.NoDatabase);
        }
    }

    private static async Task<int> SayAsync(TextWriter to, string text, int exitCode)
    {
        await to.WriteLineAsync(text);
        return exitCode;
    }
}
