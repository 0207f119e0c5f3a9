using System.Globalization;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>The report of a day for people: the promise, the day in a picture, what reconciliation did, and which orders were missed.</summary>
internal static class DailyPage
{
    private const int SlowestMinutes = 10;

    public static string Of(DailyFigures figures)
    {
        var sums = SlaSums.Of(figures.Minutes);
        return Html.Page(
            $"E-mails within five minutes: {figures.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
            $"""
            <p class="quiet">A day in UTC; {Html.Number(sums.Minutes)} of its 1,440 minutes are decided.</p>
            {Html.Figures(Sums(sums))}
            <h2>The day</h2>
            {MinutesChart.Of(figures.Minutes)}
            <h2>Slowest minutes</h2>
            {MinutesTable.Of(figures.Minutes.Where(minute => minute.SlowestSeconds is not null).OrderByDescending(minute => minute.SlowestSeconds).Take(SlowestMinutes))}
            <h2>Reconciliation</h2>
            {Html.Figures(Runs(figures.Runs))}
            {Coverage(figures)}
            <h2>Proof</h2>
            {Proof(figures.Proof)}
            <h2>Missed</h2>
            {Missed(figures.Missed, sums.Missed)}
            """);
    }

    private static IEnumerable<(string, string)> Sums(SlaSums sums) =>
    [
        ("orders", Html.Number(sums.Orders)), ("within", Html.Number(sums.Within)), ("rejected", Html.Number(sums.Rejected)), ("missed", Html.Number(sums.Missed)),
        ("share within", Html.Share(sums.ShareWithin)), ("slowest", Html.Seconds(sums.SlowestSeconds)),
    ];

    private static IEnumerable<(string, string)> Runs(RunSums runs) =>
    [
        ("runs", Html.Number(runs.Runs)), ("checked", Html.Number(runs.Checked)), ("found", Html.Number(runs.Found)), ("driven", Html.Number(runs.Driven)),
        ("sent", Html.Number(runs.Sent)), ("of these late", Html.Number(runs.Late)), ("left to a person", Html.Number(runs.LeftOver)),
    ];

    private static string Coverage(DailyFigures figures)
    {
        var gaps = figures.Gaps.Select(gap => $"<p class=\"bad\">Nobody looked at the orders from {Html.DayAndTime(gap.From)} to {Html.DayAndTime(gap.Until)} when it was their turn.</p>").ToList();
        if (!(figures.Runs.CoveredUntil >= DailyFigures.BeginningOf(figures.Day.AddDays(1))))
            gaps.Add($"<p class=\"bad\">The day is not looked at to its end: {(figures.Runs.CoveredUntil is { } until ? $"runs have got to {Html.DayAndTime(until)}" : "there was no run")}.</p>");
        return gaps.Count == 0 ? "<p class=\"good\">Every order of the day was looked at when it was its turn.</p>" : string.Join('\n', gaps);
    }

    private static string Proof(DailyProof? proof)
    {
        if (proof is null)
            return "<p class=\"quiet\">Not proved yet.</p>";
        var wrong = proof.Missing + proof.Twice + proof.Unexplained;
        return $"""
            <p class="{(wrong == 0 ? "good" : "bad")}">Every order against the ledger, at {Html.DayAndTime(proof.ProvedAt)}: {(wrong == 0 ? "all agree" : $"{Html.Number(wrong)} of them do not agree with it")}.</p>
            {Html.Figures([
                ("orders", Html.Number(proof.Orders)), ("accepted", Html.Number(proof.Accepted)), ("of these late", Html.Number(proof.Late)),
                ("rejected", Html.Number(proof.Rejected)), ("pending", Html.Number(proof.Pending)), ("perhaps twice", Html.Number(proof.Flagged)),
                ("missing", Html.Number(proof.Missing)), ("twice", Html.Number(proof.Twice)), ("unexplained", Html.Number(proof.Unexplained))])}
            """;
    }

    private static string Missed(IReadOnlyList<MissedOrder> orders, long all) => orders.Count == 0
        ? "<p class=\"quiet\">None.</p>"
        : $"""
        <p class="quiet">{Html.Number(orders.Count)} of {Html.Number(Math.Max(all, orders.Count))}, the oldest first.</p>
        {Html.Table(["order", "accepted at", "e-mail", "after", "found as", "decided", "reason"], orders.Select(Row))}
        """;

    private static IEnumerable<string> Row(MissedOrder order) =>
    [
        Html.Cell(order.OrderId.ToString("D")), Html.Cell(Html.DayAndTime(order.AcceptedAt)), Html.Cell(order.Status ?? "not begun"), Html.Cell(Html.Seconds(order.TookSeconds)),
        Html.Cell(order.Finding?.State ?? "–"), Html.Cell(order.Finding is { } finding ? $"{finding.Decision}, {Html.Time(finding.At)}" : "never found"), Html.TextCell(order.Finding?.Reason),
    ];
}
