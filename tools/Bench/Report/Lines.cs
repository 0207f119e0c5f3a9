using System.Globalization;
using Notifications.Bench.Measures;

namespace Notifications.Bench.Report;

/// <summary>Figures as lines for whoever watches.</summary>
internal static class Lines
{
    public static readonly IReadOnlyList<string> Roles = ["floor", "load", "api", "postgres", "rabbitmq", "consumer", "sink"];

    public static string Of(Figures figures)
    {
        var lines = new List<string>
        {
            Line($"{figures.Name}: {figures.AcceptedPerSecond:0}/s accepted, {figures.MailedPerSecond:0}/s e-mailed, {figures.WholePerSecond:0}/s from the first order to the last e-mail{SustainedOf(figures)}"),
            Line($"  answers  {Latencies(figures.Answer)}"),
        };
        if (figures.Mail.Count > 0)
            lines.Add(Line($"  e-mails  {Latencies(figures.Mail)} after the answer; {figures.Backlog} were under way when the load ended"));
        lines.Add(Line($"  µs of processor an order: {string.Join(", ", Roles.Where(figures.Processes.ContainsKey).Select(role => Line($"{role} {figures.ProcessorOf(role):0.0}")))}; together {figures.Processor:0.0}; others kept {figures.Others:0.0} of {Environment.ProcessorCount} cores busy"));
        lines.Add(Line($"  an order: {figures.WalBytes / (double)Math.Max(figures.Orders, 1):0} bytes of WAL, {figures.Commits / (double)Math.Max(figures.Orders, 1):0.000} commits, written {string.Join(", ", figures.Processes.Where(process => process.Value.WrittenBytes > 0).Select(process => Line($"{process.Key} {process.Value.WrittenBytes / (double)Math.Max(figures.Orders, 1):0}")))} bytes"));
        lines.Add(Line($"  memory, MB: {string.Join(", ", Roles.Where(role => figures.Processes.TryGetValue(role, out var usage) && usage.PeakMemory > 0).Select(role => Line($"{role} {figures.Processes[role].PeakMemory / 1e6:0}")))}"));
        if (figures.Memory is [var first, .., var last])
            lines.Add($"  memory, MB, in {figures.Memory.Count} s: {string.Join(", ", first.Bytes.Keys.Select(role => Grown(figures, role, first, last)))}");
        lines.Add(Line($"  {figures.Accepted} accepted, {figures.Refused} refused, {figures.Failed} without an answer, {figures.Unsent} unsent; {figures.Lost} lost, {figures.Doubled} doubled, {figures.Strange} strange"));
        return string.Join(Environment.NewLine, lines);
    }

    private static string SustainedOf(Figures figures) => figures.Sustained switch { null => "", true => ": sustained", false => ": NOT sustained" };

    public static string Grown(Figures figures, string role, MemoryAt first, MemoryAt last) =>
        Line($"{role} {first.Bytes[role] / 1e6:0} to {last.Bytes[role] / 1e6:0}, at most {figures.Memory.Max(at => at.Bytes[role]) / 1e6:0}");

    private static string Latencies(Latency latency) => Line($"p50 {latency.P50:0.0} ms, p99 {latency.P99:0.0} ms, p99.9 {latency.P999:0.0} ms, longest {latency.Max:0} ms");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
