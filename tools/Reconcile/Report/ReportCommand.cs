using Microsoft.Extensions.Logging.Abstractions;
using Notifications.ReconciliationJob.Sla;
using Npgsql;

namespace Notifications.Reconcile.Report;

/// <summary><c>report</c>: writes the two files of a day, from what is known now.</summary>
internal static class ReportCommand
{
    public static async Task<int> RunAsync(CommandLine.Report asked, NpgsqlDataSource database, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            if (await new DailyReport(database, new SlaSettings(), NullLogger<DailyReport>.Instance).WriteAsync(asked.Day, asked.Folder, cancellation))
            {
                await output.WriteLineAsync($"The report of {asked.Day:yyyy-MM-dd} is in {Path.GetFullPath(asked.Folder)}.");
                return ExitCode.Done;
            }

            await error.WriteLineAsync($"No minute of {asked.Day:yyyy-MM-dd} is decided: no node of reconciliation was up, or the day is too young or too old.");
            return ExitCode.Fault;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"--out is '{asked.Folder}'; it cannot be written to: {unwritable.Message}");
            return ExitCode.WrongArguments;
        }
    }
}
