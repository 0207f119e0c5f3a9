namespace Notifications.Bench.Report;

/// <summary>The charts of a run, by the name of their file.</summary>
internal static class Charts
{
    public static IEnumerable<(string File, string Svg)> Of(IReadOnlyList<Summary> all)
    {
        yield return ("throughput.svg", Svg.Bars("Orders e-mailed a second; of intake and storing: accepted", ["a second"], [.. all.Select(one => (one.Name, Throughput(one)))]));
        var mailed = all.Where(one => one.Median(figures => figures.Mail.Count) > 0 && one.Rounds[0].Rate > 0).ToList();
        yield return ("latency.svg", Svg.Bars(
            "From an order's answer to its e-mail, ms: median, and what 99 % and 99.9 % are below", ["p50", "to p99", "to p99.9"],
            [.. mailed.Select(one => (one.Name, Steps(one.Median(figures => figures.Mail.P50), one.Median(figures => figures.Mail.P99), one.Median(figures => figures.Mail.P999))))]));
        var roles = Lines.Roles.Where(role => all.Any(one => one.Roles.Contains(role))).ToList();
        yield return ("processor.svg", Svg.Bars(
            "Processor time an order, µs", roles, [.. all.Select(one => (one.Name, (IReadOnlyList<double>)[.. roles.Select(role => one.Median(figures => figures.ProcessorOf(role)))]))]));
    }

    private static IReadOnlyList<double> Throughput(Summary one) => [one.Median(figures => figures.MailedPerSecond > 0 ? figures.MailedPerSecond : figures.AcceptedPerSecond)];

    private static IReadOnlyList<double> Steps(double p50, double p99, double p999) => [p50, Math.Max(p99 - p50, 0), Math.Max(p999 - p99, 0)];
}
