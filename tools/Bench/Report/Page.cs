using System.Globalization;
using System.Text;
using Notifications.Bench.Measures;

namespace Notifications.Bench.Report;

/// <summary>The results as a page of Markdown.</summary>
internal static class Page
{
    public static string Of(Machine machine, IReadOnlyList<Summary> all)
    {
        var page = new StringBuilder();
        Line($"# Benchmark");
        Line($"");
        Line($"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB; {machine.System}, {machine.Kernel}; PostgreSQL {machine.Postgres}, RabbitMQ {machine.RabbitMq}, {machine.Dotnet}; 8 kB are on the disk after {machine.FlushMicroseconds:0} µs.");
        Line($"Everything on this machine: load, API, PostgreSQL ({string.Join(", ", machine.PostgresSettings)}), RabbitMQ (a quorum queue), consumer, mail sink. Medians of {all.Max(one => one.Rounds.Count)} rounds, least and most in brackets.");
        Line($"");
        Line($"| | orders/s accepted | e-mails/s | answer p50 / p99 / p99.9, ms | answer → e-mail p50 / p99 / p99.9, ms | sustained |");
        Line($"|---|---|---|---|---|---|");
        foreach (var one in all)
            Line($"| {one.Name} | {Rate(one.Of(figures => figures.AcceptedPerSecond))} | {Rate(one.Of(figures => figures.MailedPerSecond))} | {Times(one, figures => figures.Answer)} | {Times(one, figures => figures.Mail)} | {Kept(one)} |");
        Line($"");
        Line($"Processor time an order, µs, from the first order to the last e-mail:");
        Line($"");
        Line($"| | {string.Join(" | ", Lines.Roles)} | together | WAL, bytes | commits | written, bytes: PostgreSQL / RabbitMQ | memory, MB: API / consumer / RabbitMQ |");
        Line($"|---|{string.Concat(Enumerable.Repeat("---|", Lines.Roles.Count + 5))}");
        foreach (var one in all)
        {
            Line($"| {one.Name} | {string.Join(" | ", Lines.Roles.Select(role => Processor(one, role)))} | {one.Median(figures => figures.Processor):0} | {Each(one, figures => figures.WalBytes):0} | {Each(one, figures => figures.Commits):0.000} | {Written(one, "postgres")} / {Written(one, "rabbitmq")} | {Memory(one, "api")} / {Memory(one, "consumer")} / {Memory(one, "rabbitmq")} |");
        }

        foreach (var one in all)
        {
            if (one.Rounds[^1] is { Memory: [var first, .., var last] } followed)
                Line($"{Environment.NewLine}Memory during *{one.Name}*, MB, {followed.Memory.Count} s: {string.Join("; ", first.Bytes.Keys.Select(role => Lines.Grown(followed, role, first, last)))}.");
        }

        Line($"");
        Line($"Whatever else ran on the machine kept up to {all.Max(one => one.Of(figures => figures.Others).Most):0.0} of its cores busy.");
        Line($"");
        Line($"{all.Sum(one => one.Rounds.Sum(round => round.Accepted)):N0} orders were accepted. Lost: {Sum(round => round.Lost)}. E-mails too many: {Sum(round => round.Doubled)}. E-mails of nobody's order: {Sum(round => round.Strange)}. Orders answered twice: {Sum(round => round.Repeated)}.");
        return page.ToString();

        void Line(FormattableString text) => page.AppendLine(text.ToString(CultureInfo.InvariantCulture));

        long Sum(Func<Figures, int> count) => all.Sum(one => one.Rounds.Sum(round => (long)count(round)));
    }

    private static string Rate(Spread rate) => rate.Median == 0 ? "" : rate.Least == rate.Most ? Text($"{rate.Median:N0}") : Text($"{rate.Median:N0} ({rate.Least:N0}–{rate.Most:N0})");

    private static string Times(Summary one, Func<Figures, Latency> latency) => one.Rounds.All(round => latency(round).Count == 0)
        ? ""
        : Text($"{one.Median(figures => latency(figures).P50):0.0} / {one.Median(figures => latency(figures).P99):0.0} / {one.Median(figures => latency(figures).P999):0.0}");

    private static string Kept(Summary one) => one.Rounds.All(round => round.Sustained is null) ? "" : Text($"{one.Rounds.Count(round => round.Sustained == true)} of {one.Rounds.Count}");

    private static string Processor(Summary one, string role) => one.Median(figures => figures.ProcessorOf(role)) is var time && time < 0.05 ? "" : Text($"{time:0.0}");

    private static double Each(Summary one, Func<Figures, long> figure) => one.Median(figures => figure(figures) / (double)Math.Max(figures.Orders, 1));

    private static string Written(Summary one, string role) => Text($"{Each(one, figures => figures.Processes.GetValueOrDefault(role).WrittenBytes):0}");

    private static string Memory(Summary one, string role) => Text($"{one.Median(figures => figures.Processes.GetValueOrDefault(role).PeakMemory / 1e6):0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
