using System.Globalization;
using System.Text;
using Notifications.Proof.Check;

namespace Notifications.Proof.Run;

/// <summary>Many scenarios on one page: a row each, as Markdown, and what they come to.</summary>
internal static class Summary
{
    public static string Of(IReadOnlyList<Played> played)
    {
        var text = new StringBuilder();
        text.AppendLine("| scenario | seed | orders | faults | came twice | lost | unexplained | slowest | |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var each in played)
        {
            var figures = Figures.Of(each);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {each.Evidence.Run.Scenario} | {each.Evidence.Run.Seed} | {figures.Orders:#,0} | {figures.Faults} | {figures.Twice} | {figures.Lost} | {figures.Unexplained} | {figures.Slowest.TotalSeconds:0.0} s | {(each.Holds ? "holds" : $"**{string.Join(", ", each.Findings.Where(finding => !finding.Holds).Select(finding => finding.Invariant))}**")} |");
        }

        var all = played.Select(Figures.Of).ToList();
        var orders = all.Sum(figures => figures.Orders);
        return text.AppendLine().Append(CultureInfo.InvariantCulture,
            $"{played.Count} scenarios, {orders:#,0} orders accepted, {all.Sum(figures => figures.Faults):#,0} faults, {all.Sum(figures => figures.Lost)} lost{(all.Sum(figures => figures.Lost) == 0 ? Rate.Bound(orders) : "")}, {all.Sum(figures => figures.Twice)} came twice, {all.Sum(figures => figures.Unexplained)} of them unexplained.").ToString();
    }

    private sealed record Figures(long Orders, int Faults, long Twice, long Lost, long Unexplained, TimeSpan Slowest)
    {
        public static Figures Of(Played played) => new(
            played.Evidence.Client.Where(request => request.Outcome == Journals.Answered.Ok).Select(request => request.Order).Distinct().LongCount(),
            played.Evidence.Faults.Count,
            played.Evidence.Mail.Where(mail => mail.Taken).GroupBy(mail => mail.Recipients[0]).Sum(copies => copies.LongCount() - 1),
            Broken(played, "lost"),
            Broken(played, "explained"),
            SlowestOf(played));

        private static long Broken(Played played, string invariant) => played.Findings.Where(finding => finding.Invariant == invariant).Sum(finding => finding.Broken);

        private static TimeSpan SlowestOf(Played played)
        {
            var accepted = played.Evidence.Ledger.ToDictionary(order => order.Recipient, order => order.AcceptedAt);
            return played.Evidence.Mail.Where(mail => mail.Taken).GroupBy(mail => mail.Recipients[0])
                .Select(copies => accepted.TryGetValue(copies.Key, out var at) ? copies.Min(mail => mail.At) - at : TimeSpan.Zero).DefaultIfEmpty().Max();
        }
    }
}
