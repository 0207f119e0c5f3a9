using System.Globalization;
using System.Text;
using Notifications.ReconciliationJob.Pursuit;
using Notifications.ReconciliationJob.Runs;
using Notifications.Tools;

namespace Notifications.Reconcile.Run;

/// <summary>A run, or what it would do, as a person reads it.</summary>
internal static class RunText
{
    public static string Of(RunCounts counts)
    {
        var text = new StringBuilder().AppendLine();
        Count(text, "checked", counts.Checked, "orders");
        Count(text, "found", counts.Found, "without an accepted e-mail, and not pursued before");
        Count(text, "driven", counts.Driven, "their commands are in the outbox");
        Count(text, "sent", counts.Sent, "pursued, and accepted since");
        Count(text, "left over", counts.LeftOver, "only a person can help; reconciliation.findings has why");
        return text.ToString().TrimEnd();
    }

    /// <param name="found">All of them.</param>
    /// <param name="limit">How many are listed.</param>
    public static string Of(IReadOnlyList<(OpenOrder Order, Verdict Verdict)> found, int limit)
    {
        var text = new StringBuilder().AppendLine();
        foreach (var (order, verdict) in found.Take(limit))
            text.AppendLine($"  {order.OrderId}  {order.Delivery?.Status ?? "published",-9}  {Times.Text(order.Age)} old  {Decision(verdict)}{(order.Delivery?.Reason is { } reason ? $"  ({reason})" : "")}");
        if (found.Count > limit)
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  and {found.Count - limit:N0} more; --limit N lists more of them"));
        return text.Append(string.Create(CultureInfo.InvariantCulture, $"{found.Count:N0} orders without an accepted e-mail; {found.Count(item => item.Verdict is Verdict.Drive):N0} would be driven. Nothing was changed.")).ToString();
    }

    private static string Decision(Verdict verdict) => verdict switch
    {
        Verdict.Drive => "would be driven",
        Verdict.Wait wait => $"somebody is at it; looked at again in {Times.Text(wait.For)}",
        Verdict.Sent => "was sent meanwhile",
        Verdict.LeaveToAPerson => "only a person can help",
        Verdict.GiveUp => "would be given up",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A verdict without words."),
    };

    private static void Count(StringBuilder text, string name, long count, string meaning) =>
        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-12}{count,13:N0}  {meaning}"));
}
