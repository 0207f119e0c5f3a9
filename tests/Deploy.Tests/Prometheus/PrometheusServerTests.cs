using Notifications.Testing;
using Notifications.Testing.Prometheus;

namespace Notifications.Deploy.Tests.Prometheus;

/// <summary>A real server, on whichever side of the seam this machine has.</summary>
public sealed class PrometheusServerTests
{
    [Test, CancelAfter(60_000)]
    public async Task It_scrapes_evaluates_our_rules_and_is_gone_at_the_end(CancellationToken cancellation)
    {
        Uri address;
        await using (var server = await PrometheusServer.StartAsync(Configuration, cancellation))
        {
            address = server.Address;
            await Eventually.TrueAsync(async () => (await server.QueryAsync("up", cancellation)).Any(), "it has scraped somebody", cancellation);
            var up = (await server.QueryAsync("up", cancellation)).Single();
            Assert.That(up.Labels, Does.ContainKey("job").WithValue("nobody"));
            Assert.That(up.Value, Is.Zero);

            await Eventually.TrueAsync(async () => (await server.AlertsAsync(cancellation)).Any(), "an alert is active", cancellation);
            var alerts = await server.AlertsAsync(cancellation);
            Assert.That(alerts.Where(alert => alert.Name == "ServiceDown").Select(alert => alert.Labels["job"]), Does.Contain("orders-endpoint"));
            Assert.That(alerts.Where(alert => alert.IsFiring), Is.Empty, "a minute is not over");
            Assert.That(alerts.Select(alert => alert.Annotations["summary"]), Is.All.Not.Empty);
        }

        using var http = new HttpClient { BaseAddress = address };
        await Assert.ThatAsync(async () => await http.GetAsync(new Uri("-/ready", UriKind.Relative), cancellation), Throws.InstanceOf<HttpRequestException>());
    }

    /// <summary>Port 9 is that of "discard": nobody is there.</summary>
    private static string Configuration =>
        $$"""
        global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
        rule_files: ["{{RuleFile.Path}}"]
        scrape_configs:
          - job_name: nobody
            static_configs: [{ targets: ["127.0.0.1:9"] }]
        """;
}
