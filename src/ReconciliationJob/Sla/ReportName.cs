using System.Globalization;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>Which report is asked for: <c>2026-11-25</c> or <c>2026-11-25.csv</c>.</summary>
internal readonly record struct ReportName(DateOnly Day, bool IsCsv)
{
    private const string Csv = ".csv";

    public static ReportName? Parse(string text)
    {
        var isCsv = text.EndsWith(Csv, StringComparison.Ordinal);
        return DateOnly.TryParseExact(isCsv ? text[..^Csv.Length] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? new ReportName(day, isCsv)
            : null;
    }
}
