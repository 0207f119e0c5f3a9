using Notifications.Testing;
using Notifications.Testing.Prometheus;

namespace Notifications.Pipeline.Tests;

/// <summary>A real Prometheus with our rules looks at real hosts under load.</summary>
[CancelAfter(600_000)]
public sealed class AlertTests : ShopFixture
{
    private const string Alert = "AllRelaysDown";

    [Test]
    public async Task That_the_relay_is_down_is_an_alert_until_it_is_back(CancellationToken cancellation)
    {
        var relay = new FaultProxy(new Uri($"tcp://127.0.0.1:{_shop.Mail.SmtpPort}"));
        var port = relay.Uri.Port;
        var consumer = await _shop.StartConsumerAsync(cancellation, Shop.RelayAt(0, port));
        var job = await _shop.StartReconciliationAsync(cancellation, new Dictionary<string, string> { ["Reconciliation__Grace"] = "00:01:00" });
        await using var prometheus = await PrometheusServer.StartAsync(Configuration(consumer.Address, job.Address), cancellation);
        using var enough = new CancellationTokenSource();
        var placing = _shop.PlaceAtRateAsync(50, enough.Token, cancellation);

        await SeesAsync(prometheus, "sum(up) == 3 and sum(rate(notifications_email_attempts_total{outcome=\"accepted\"}[10s])) > 10", cancellation);
        Assert.That(await FiringAsync(prometheus, cancellation), Is.Empty, "nothing is wrong");

        await relay.DisposeAsync();
        await Eventually.TrueAsync(async () => (await FiringAsync(prometheus, cancellation)).Contains(Alert), $"{Alert} fires", cancellation);
        var accepted = _shop.Accepted.Count;
        TestContext.Out.WriteLine($"Firing while the relay is down: {string.Join(", ", await FiringAsync(prometheus, cancellation))}.");
        await Eventually.TrueAsync(() => Task.FromResult(_shop.Accepted.Count > accepted), "orders are accepted all the same", cancellation);

        await using var back = new FaultProxy(new Uri($"tcp://127.0.0.1:{_shop.Mail.SmtpPort}"), port);
        await Eventually.TrueAsync(async () => !(await FiringAsync(prometheus, cancellation)).Contains(Alert), $"{Alert} is over", cancellation);
        await enough.CancelAsync();
        await placing;
        await _shop.EveryOrderHasItsMailAsync(cancellation);
        await Eventually.TrueAsync(async () => (await FiringAsync(prometheus, cancellation)).Count == 0, "nothing is wrong any more", cancellation);
    }

    /// <summary>As deploy/prometheus has it, with the addresses of this test and every second.</summary>
    private string Configuration(Uri consumer, Uri job) => $"""
        global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
        rule_files: ["{RuleFile.Path}"]
        scrape_configs:
          - {"{"} job_name: orders-endpoint, static_configs: [{"{"} targets: ["{_shop.Api.Authority}"] {"}"}] {"}"}
          - {"{"} job_name: notification-endpoint, static_configs: [{"{"} targets: ["{consumer.Authority}"] {"}"}] {"}"}
          - {"{"} job_name: reconciliation-job, static_configs: [{"{"} targets: ["{job.Authority}"] {"}"}] {"}"}
        """;

    private static Task SeesAsync(PrometheusServer prometheus, string expression, CancellationToken cancellation) =>
        Eventually.TrueAsync(async () => (await prometheus.QueryAsync(expression, cancellation)).Count > 0, expression, cancellation);

    private static async Task<IReadOnlyList<string>> FiringAsync(PrometheusServer prometheus, CancellationToken cancellation) =>
        [.. (await prometheus.AlertsAsync(cancellation)).Where(alert => alert.IsFiring).Select(alert => alert.Name).Distinct()];
}
