using System.Globalization;
using System.Text;
using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>Findings as a person reads them: a table, and a line that says what it comes to.</summary>
public static class Table
{
    public static string Of(Evidence evidence, IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        var rows = findings.Select(finding => (finding.Invariant, Checked: Number(finding.Checked), Broken: Number(finding.Broken), finding.Note)).ToList();
        rows.Insert(0, ("invariant", "checked", "broken", "note"));
        var (name, looked, broken) = (rows.Max(row => row.Invariant.Length), rows.Max(row => row.Checked.Length), rows.Max(row => row.Broken.Length));

        text.AppendLine(CultureInfo.InvariantCulture, $"{evidence.Run.Scenario}, seed {evidence.Run.Seed}, build {evidence.Run.Build}");
        foreach (var row in rows)
        {
            var line = $"  {row.Invariant.PadRight(name)}  {row.Checked.PadLeft(looked)}  {row.Broken.PadLeft(broken)}  {row.Note}";
            text.AppendLine(line.TrimEnd());
        }

        return text.AppendLine(Verdict(evidence, findings)).ToString();
    }

    private static string Verdict(Evidence evidence, IReadOnlyList<Finding> findings)
    {
        var orders = findings.Single(finding => finding.Invariant == Lost.Name);
        var size = $"{Number(evidence.Mail.LongCount(mail => mail.Taken))} e-mails, {Number(evidence.Faults.Count)} faults, {Duration(evidence)}";
        if (findings.Where(finding => !finding.Holds).Select(finding => finding.Invariant).ToList() is { Count: > 0 } broken)
            return $"BROKEN: {string.Join(", ", broken)}. {Number(orders.Checked)} orders, {size}. Again: {evidence.Run.Replay}";
        return $"Holds. Of {Number(orders.Checked)} orders none was lost{Rate.Bound(orders.Checked)}; {size}.";
    }

    private static string Duration(Evidence evidence)
    {
        var ends = evidence.Client.Select(request => request.EndedAt).Concat(evidence.Mail.Select(mail => mail.At)).Concat(evidence.Faults.Select(fault => fault.Ended));
        var time = ends.DefaultIfEmpty(evidence.Run.StartedAt).Max() - evidence.Run.StartedAt;
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");
    }

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
