using System.Text.RegularExpressions;
using Notifications.Testing.Prometheus;

namespace Notifications.Pipeline.Tests;

/// <summary>What a scraper sees of real hosts that do their work.</summary>
[CancelAfter(300_000)]
public sealed partial class MetricsTests : ShopFixture
{
    private const int Orders = 20;

    [Test]
    public async Task Every_metric_that_is_documented_or_that_a_rule_or_dashboard_reads_is_there_and_counts_what_happened(CancellationToken cancellation)
    {
        var consumer = await _shop.StartConsumerAsync(cancellation);
        var job = await _shop.StartReconciliationAsync(cancellation);
        var operations = await _shop.StartRecoverabilityAsync(cancellation);
        await _shop.PlaceAsync(Orders, cancellation);
        await _shop.EveryOrderHasItsMailAsync(cancellation);
        var metrics = await Scrape.UntilAsync(
            [_shop.Api, consumer.Address, job.Address, operations.Host.Address],
            scraped => Missing(scraped).Count == 0 && scraped.Value("notifications_sla_orders_unsent") == 0,
            scraped => $"missing: {string.Join(", ", Missing(scraped))}",
            cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(metrics.Value("notifications_orders_requests_total", @"outcome=""accepted"""), Is.EqualTo(Orders));
            Assert.That(metrics.Value("messaging_client_sent_messages_total", @"messaging_destination_name=""NotificationEndpoint""", without: "error_type"), Is.EqualTo(Orders));
            Assert.That(metrics.Value("messaging_client_consumed_messages_total", @"messaging_destination_name=""NotificationEndpoint"""), Is.EqualTo(Orders));
            Assert.That(metrics.Value("messaging_process_duration_seconds_count", @"messaging_destination_name=""NotificationEndpoint"""), Is.EqualTo(Orders));
            Assert.That(metrics.Value("notifications_queue_wait_duration_seconds_count"), Is.EqualTo(Orders));
            Assert.That(metrics.Value("notifications_email_attempts_total", @"outcome=""accepted"""), Is.EqualTo(Orders));
            Assert.That(metrics.Value("notifications_email_claims_total", @"result=""ours"""), Is.EqualTo(Orders));
            Assert.That(metrics.Value("notifications_email_time_to_accept_seconds_count"), Is.EqualTo(Orders));
            Assert.That(metrics.Value("notifications_email_time_to_accept_seconds_bucket", @"le=""300"""), Is.EqualTo(Orders));
            Assert.That(metrics.Value("notifications_batch_size_sum", @"batch=""orders"""), Is.EqualTo(Orders));
            Assert.That(metrics.Value("notifications_broker_ready", @"connection=""consumer"""), Is.EqualTo(1));
            Assert.That(metrics.Value("notifications_relay_up", @"relay=""relay0"""), Is.EqualTo(1));
            Assert.That(metrics.Value("notifications_queue_consumers", @"messaging_destination_name=""NotificationEndpoint"""), Is.EqualTo(1));
            Assert.That(metrics.Value("notifications_messages_failed_total"), Is.Zero);
            Assert.That(metrics.Lines.Where(line => line.Split('}')[0] is var labels && (labels.Contains('@') || Id().IsMatch(labels))), Is.Empty, "no address and no id is a label");
            Assert.That(metrics.Lines.Count(line => line.StartsWith("notifications_", StringComparison.Ordinal)), Is.LessThan(1_500), "series are few");
        }
    }

    /// <summary>Prometheus makes <c>up</c> itself.</summary>
    private static List<string> Missing(Scrape scraped) =>
        [.. DescribedMetrics.Names().Concat(MentionedMetrics.Names()).Except(scraped.Series).Except(["up"])];

    [GeneratedRegex(@"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}")]
    private static partial Regex Id();
}
