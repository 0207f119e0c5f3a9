using Notifications.Testing.Prometheus;

namespace Notifications.Deploy.Tests.Prometheus;

/// <summary>Rules and dashboards name what hosts show. What hosts really show is compared in Pipeline.Tests; this is the page that describes it.</summary>
public sealed class MetricNamesTests
{
    /// <summary>Not ours: of Prometheus itself and of ASP.NET Core.</summary>
    private static readonly string[] Others = ["up", "http_server_request_duration_seconds_bucket"];

    [Test]
    public void Every_metric_of_rules_and_dashboards_is_described() =>
        Assert.That(MentionedMetrics.Names(), Is.SubsetOf(DescribedMetrics.Names().Concat(Others)));

    /// <summary>A figure that nobody shows or watches is one that nobody needs, or a panel was forgotten.</summary>
    [Test]
    public void Every_described_metric_is_on_a_dashboard_or_in_a_rule()
    {
        var mentioned = MentionedMetrics.Names();
        Assert.That(DescribedMetrics.Families().Where(family => !family.Any(mentioned.Contains)).Select(family => family[0]), Is.Empty);
    }

    [TestCase("notifications.relay.up", "gauge, 0 or 1", "notifications_relay_up")]
    [TestCase("notifications.outbox.oldest.age", "gauge, s", "notifications_outbox_oldest_age_seconds")]
    [TestCase("notifications.sla.orders.sent_rate", "gauge, /s", "notifications_sla_orders_sent_rate_per_second")]
    [TestCase("notifications.sla.objective.ratio", "gauge, ratio", "notifications_sla_objective_ratio")]
    [TestCase("notifications.email.attempts", "counter", "notifications_email_attempts_total")]
    [TestCase("notifications.batch.size", "histogram", "notifications_batch_size_bucket", "notifications_batch_size_sum", "notifications_batch_size_count")]
    public void A_name_becomes_what_the_exporter_makes_of_it(string name, string kind, params string[] expected) =>
        Assert.That(DescribedMetrics.Family(name, kind), Is.EqualTo(expected));

    [TestCase("sum by (relay, outcome) (rate(a_total{relay=~\"x|y\", z!=\"b_total\"}[5m]))", "a_total")]
    [TestCase("max(a) > 120 unless (max(b) < clamp_min(c:d:max / 60, 10) and sum(increase(e_total[20m])) > 0)", "a", "b", "c:d:max", "e_total")]
    [TestCase("histogram_quantile(0.99, sum by (le) (rate(a_bucket[1m])))", "a_bucket")]
    [TestCase("label_replace(min_over_time(a[5m]) unless last_over_time(a[1h] offset 5m), \"began\", \"here\", \"\", \"\")", "a")]
    [TestCase("up{job=\"j\"} == 1 unless on (job, instance) a or absent(b) and on () c", "up", "a", "b", "c")]
    [TestCase("a * ON (x) GROUP_LEFT (y) b # and nothing else", "a", "b")]
    [TestCase("a{x=\"}\\\" b\", y='c'} > bool 1e3 and d offset 1d", "a", "d")]
    [TestCase("count(a == 1) or vector(0) or a > Inf", "a")]
    [TestCase("max_over_time(rate(a_total[5m])[1h:30s])", "a_total")]
    public void The_names_in_an_expression_are_found_and_nothing_else(string expression, params string[] names) =>
        Assert.That(Promql.NamesIn(expression), Is.EquivalentTo(names));

    [Test]
    public void An_expression_that_chooses_by_a_pattern_of_names_is_refused() =>
        Assert.That(() => Promql.NamesIn("{__name__=~\"notifications_.*\"}"), Throws.TypeOf<FormatException>().With.Message.Contains("name them"));
}
