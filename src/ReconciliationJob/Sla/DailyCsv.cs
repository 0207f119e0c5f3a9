using System.Globalization;
using System.Text;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>The minutes of a day as a table for programs: one line a minute, times in UTC, a decimal point, nothing where there is no value.</summary>
internal static class DailyCsv
{
    public const string Head = "minute,orders,within,rejected,missed,median_seconds,p99_seconds,slowest_seconds";

    public static string Of(IReadOnlyList<SlaMinute> minutes)
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var one in minutes)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{one.Minute.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ},{one.Orders},{one.Within},{one.Rejected},{one.Missed},{one.MedianSeconds:0.###},{one.P99Seconds:0.###},{one.SlowestSeconds:0.###}\n");
        }

        return text.ToString();
    }
}
