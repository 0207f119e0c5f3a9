namespace Notifications.ReconciliationJob.Sla;

/// <summary><c>GET /sla</c> for people: what is wrong now, then the figures, then the minutes.</summary>
internal static class SlaPage
{
    private const int RefreshSeconds = 15;

    public static string Of(SlaView view) => Html.Page(
        "E-mails within five minutes",
        $"""
        <p class="quiet">{Html.DayAndTime(view.At)} UTC, every {RefreshSeconds} s anew</p>
        {State(view)}
        <h2>Now</h2>
        {Html.Figures(Now(view))}
        <h2>Kept</h2>
        {Html.Table(["", "orders", "within", "rejected", "missed", "share", "slowest"], [Sums("last hour", view.LastHour), Sums("today", view.Today), Sums($"{Html.Number(view.Promise.PeriodDays)} days", view.Period)])}
        <h2>Error budget</h2>
        {Html.Figures(Budget(view))}
        <h2>Minutes</h2>
        {MinutesChart.Of([.. view.Minutes.Reverse()])}
        {MinutesTable.Of(view.Minutes)}
        """,
        RefreshSeconds);

    private static string State(SlaView view)
    {
        var alarms = SlaAlarms.Of(view).ToList();
        return alarms.Count == 0
            ? "<p class=\"good\">The promise is kept, and nothing speaks against it.</p>"
            : string.Join('\n', alarms.Select(alarm => $"<p class=\"bad\">{Html.Encode(alarm)}</p>"));
    }

    private static IEnumerable<(string, string)> Now(SlaView view) =>
    [
        ("unsent", Html.Number(view.Unsent.Orders)),
        ("oldest unsent", Html.Seconds(view.Unsent.OldestAgeSeconds)),
        ("late", Html.Number(view.Unsent.Late)),
        ("put off", Html.Number(view.Unsent.PutOff)),
        ("sent", $"{Html.Number(view.SentPerSecond)} / s"),
        ("will be late", Html.Number(view.Forecast.Breaches)),
        ("all sent in", Html.Seconds(view.Forecast.EmptyInSeconds)),
        ("last run", view.LastRun is { } run ? $"{Html.Seconds(run.AgeSeconds)} ago" : "never"),
        ("ran on", view.LastRun?.Node ?? "–"),
    ];

    private static IEnumerable<(string, string)> Budget(SlaView view) =>
    [
        ("objective", Html.Share(view.Promise.Objective)),
        ("may be missed", Html.Number(Math.Floor(view.ErrorBudget.Allowed))),
        ("missed", Html.Number(view.ErrorBudget.Spent)),
        ("left", Html.Share(view.ErrorBudget.Remaining)),
        ("burn rate, last hour", view.ErrorBudget.BurnRateLastHour is { } rate ? Html.Number(rate) : "–"),
    ];

    private static IEnumerable<string> Sums(string time, SlaSums sums) =>
    [
        Html.Cell(time), Html.Cell(Html.Number(sums.Orders)), Html.Cell(Html.Number(sums.Within)), Html.Cell(Html.Number(sums.Rejected)), Html.BadCell(sums.Missed),
        Html.Cell(Html.Share(sums.ShareWithin)), Html.Cell(Html.Seconds(sums.SlowestSeconds)),
    ];
}
