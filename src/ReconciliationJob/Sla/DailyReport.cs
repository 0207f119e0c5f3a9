using System.Globalization;
using System.Text;
using Npgsql;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>
/// The report of a day, read when it is asked for, and written into a folder when one is set. A file is there as a whole or not at all; writing it once more replaces it,
/// so any node may do it, and two at once do no harm.
/// </summary>
public sealed class DailyReport(NpgsqlDataSource database, SlaSettings settings, ILogger<DailyReport> log)
{
    /// <returns>Null when no minute of the day is decided.</returns>
    public Task<DailyFigures?> ReadAsync(DateOnly day, CancellationToken cancellation) => ReportReader.ReadAsync(database, day, cancellation);

    /// <summary>A day whole: counts its minutes once more, lets it be proved, and writes its files when <see cref="SlaSettings.ReportFolder"/> says where to.</summary>
    /// <param name="day">One that is over, UTC; its last minutes are decided six minutes after midnight.</param>
    /// <param name="prove">What the report is to wait for, if anything.</param>
    /// <param name="cancellation">Of the run.</param>
    public async Task CloseAsync(DateOnly day, Func<CancellationToken, Task>? prove, CancellationToken cancellation)
    {
        await SlaMinutes.DecideAsync(database, cancellation);
        await SlaMinutes.DecideAgainAsync(database, DailyFigures.BeginningOf(day), DailyFigures.BeginningOf(day.AddDays(1)), cancellation);
        if (prove is not null)
            await prove(cancellation);
        if (settings.ReportFolder != "")
            await WriteAsync(day, settings.ReportFolder, cancellation);
    }

    /// <summary><c>sla-2026-11-25.csv</c> and <c>sla-2026-11-25.html</c>.</summary>
    /// <returns>Whether there was something to write.</returns>
    public async Task<bool> WriteAsync(DateOnly day, string folder, CancellationToken cancellation)
    {
        if (await ReadAsync(day, cancellation) is not { } figures)
            return false;
        var name = $"sla-{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        Directory.CreateDirectory(folder);
        await WriteWholeAsync(Path.Combine(folder, $"{name}.csv"), DailyCsv.Of(figures.Minutes), cancellation);
        await WriteWholeAsync(Path.Combine(folder, $"{name}.html"), DailyPage.Of(figures), cancellation);
        log.ReportWritten(name, folder);
        return true;
    }

    private static async Task WriteWholeAsync(string file, string text, CancellationToken cancellation)
    {
        var temporary = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            await File.WriteAllTextAsync(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellation);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
