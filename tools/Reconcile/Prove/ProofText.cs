using System.Globalization;
using System.Text;
using Notifications.ReconciliationJob.Proof;
using Notifications.Tools;

namespace Notifications.Reconcile.Prove;

/// <summary>A proof as a person reads it: counts, then which orders, and at the end one line that says whether it is whole.</summary>
internal static class ProofText
{
    public static string Of(Proof proof, bool strict, bool late)
    {
        var (counts, lists) = (proof.Counts, proof.Lists);
        var text = new StringBuilder();
        text.AppendLine($"Orders accepted from {Times.Text(proof.From)} to {Times.Text(proof.Until)}, as of {Times.Text(proof.ProvedAt)}");
        text.AppendLine();
        Count(text, "orders", counts.Orders, "");
        Count(text, "accepted", counts.Accepted, "a relay has the e-mail");
        Count(text, "  late", counts.Late, "of these, after more than 5 minutes");
        Count(text, "rejected", counts.Rejected, "a person has to act");
        Count(text, "pending", counts.Pending, "not sent, and still in time");
        Count(text, "missing", counts.Missing, "not sent, and it was due");
        Count(text, "flagged", counts.Flagged, "possible duplicates: the customer may have two");
        Count(text, "twice", counts.Twice, "accepted more than once, and not flagged");
        Count(text, "unexplained", counts.Unexplained, "orders, ledger and log of attempts do not agree");

        List(text, "Missing", counts.Missing, [.. lists.Missing.Select(Unsent)]);
        List(text, "Twice", counts.Twice, [.. lists.Twice.Select(Disagreeing)]);
        List(text, "Unexplained", counts.Unexplained, [.. lists.Unexplained.Select(Disagreeing)]);
        List(text, "Rejected", counts.Rejected, [.. lists.Rejected.Select(Unsent)]);
        if (late)
            List(text, "Late", counts.Late, [.. lists.Late.Select(order => $"{Of(order.OrderId, order.AcceptedAt)}  after {Times.Text(order.After)}")]);
        List(text, "Not looked at by reconciliation", proof.Coverage.Gaps.Count, [.. proof.Coverage.Gaps.Select(gap => $"{Times.Text(gap.From)} to {Times.Text(gap.Until)}")]);
        if (proof.Coverage.NotLookedAtSince is { } since)
            text.AppendLine().AppendLine($"Reconciliation has not looked at orders since {Times.Text(since)} yet; their turn comes.");
        return text.AppendLine().Append(LastLine(proof, strict)).ToString();
    }

    private static string LastLine(Proof proof, bool strict)
    {
        var counts = proof.Counts;
        if (proof.IsWhole(strict))
            return string.Create(CultureInfo.InvariantCulture, $"whole: {counts.Orders:N0} orders, every e-mail is accounted for{(strict ? ", in time and once" : "")}");
        var faults = new (long Count, string Name, bool Always)[]
        {
            (counts.Missing, "missing", true), (counts.Twice, "twice", true), (counts.Unexplained, "unexplained", true), (counts.Late, "late", false), (counts.Rejected, "rejected", false),
            (counts.Pending, "pending", false), (counts.Flagged, "flagged", false), (proof.Coverage.Gaps.Count, "not looked at by reconciliation", false),
        };
        var wrong = faults.Where(fault => fault.Count > 0 && (fault.Always || strict)).Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Count:N0} {fault.Name}"));
        return $"NOT WHOLE: {string.Join(", ", wrong)}";
    }

    private static void Count(StringBuilder text, string name, long count, string meaning) =>
        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-12}{count,13:N0}  {meaning}").TrimEnd());

    private static void List(StringBuilder text, string title, long count, List<string> entries)
    {
        if (count == 0)
            return;
        text.AppendLine().AppendLine($"{title}:");
        foreach (var entry in entries)
            text.AppendLine($"  {entry}");
        if (count > entries.Count)
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  and {count - entries.Count:N0} more; --limit N names more of them"));
    }

    private static string Unsent(UnsentOrder order) =>
        $"{Of(order.OrderId, order.AcceptedAt)}  {order.State,-9}  {Times.Text(order.Age)} old{(order.Reason is { } reason ? $"  {reason}" : "")}";

    private static string Disagreeing(Disagreement order) => $"{Of(order.OrderId, order.At)}  {order.Sentence}";

    private static string Of(Guid order, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{order}  {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
}
