namespace Notifications.ReconciliationJob.Sla;

/// <summary>Decided minutes as a table of our pages.</summary>
internal static class MinutesTable
{
    private static readonly string[] Heads = ["minute", "orders", "within", "rejected", "missed", "median", "p99", "slowest"];

    public static string Of(IEnumerable<SlaMinute> minutes) => Html.Table(Heads, minutes.Select(Row));

    private static IEnumerable<string> Row(SlaMinute minute) =>
    [
        Html.Cell(Html.Time(minute.Minute)), Html.Cell(Html.Number(minute.Orders)), Html.Cell(Html.Number(minute.Within)), Html.Cell(Html.Number(minute.Rejected)),
        Html.BadCell(minute.Missed), Html.Cell(Html.Seconds(minute.MedianSeconds)), Html.Cell(Html.Seconds(minute.P99Seconds)), Html.Cell(Html.Seconds(minute.SlowestSeconds)),
    ];
}
