using System.Net;
using System.Net.Http.Headers;
using Notifications.Testing;

namespace Notifications.RecoverabilityEndpoint.Tests.Api;

/// <summary>The whole host as a process, as it is deployed.</summary>
[CancelAfter(60_000)]
public sealed class HostTests : DatabaseFixture
{
    [Test]
    public async Task It_answers_operators_at_the_API_and_everybody_at_health_and_metrics(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var host = await HostProcess.StartAsync(
            "RecoverabilityEndpoint",
            new Dictionary<string, string>(TestAccess.Settings)
            {
                ["Database__ConnectionString"] = ConnectionString,
                ["Broker__Uri"] = broker.Uri.AbsoluteUri,
            },
            cancellation: cancellation);
        using var http = new HttpClient { BaseAddress = host.Address };

        foreach (var (path, status) in new[] { ("health/ready", 200), ("health/live", 200), ("metrics", 200), ("api/", 401), ("api/errors", 401), ("", 401) })
            Assert.That((int)(await http.GetAsync(new Uri(path, UriKind.Relative), cancellation)).StatusCode, Is.EqualTo(status), path);

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestAccess.OperatorToken());
        using var root = await http.GetAsync(new Uri("api/", UriKind.Relative), cancellation);
        Assert.That((root.StatusCode, root.Headers.GetValues("X-Particular-Version").Single()), Is.EqualTo((HttpStatusCode.OK, "6.19.0")));
        Assert.That(root.Headers.Contains("Server"), Is.False);
    }
}
