using Notifications.LocalStack;
using Notifications.LocalStack.Ports;
using Notifications.ServiceDefaults;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary>The question that Docker asks a container with the host's own program.</summary>
[CancelAfter(60_000)]
public sealed class HealthProbeTests
{
    [TestCase("http://+:8080;http://+:9464", "http://127.0.0.1:8080/health/ready")]
    [TestCase("http://*:80", "http://127.0.0.1/health/ready")]
    [TestCase("http://0.0.0.0:8080", "http://127.0.0.1:8080/health/ready")]
    [TestCase("http://[::]:8080", "http://127.0.0.1:8080/health/ready")]
    [TestCase("https://api.example:8443/", "https://api.example:8443/health/ready")]
    [TestCase("", "http://localhost:5000/health/ready")]
    [TestCase(null, "http://localhost:5000/health/ready")]
    public void It_asks_the_first_address_at_which_the_host_listens(string? urls, string asked) =>
        Assert.That(HealthProbe.AddressOf(urls), Is.EqualTo(new Uri(asked)));

    [Test]
    public async Task Of_a_host_that_is_ready_the_answer_is_success(CancellationToken cancellation)
    {
        await using var api = await OrdersApi.StartAsync();
        await AskAsync(api.Address, cancellation);
    }

    [Test]
    public async Task Of_a_host_that_is_not_ready_the_answer_is_failure_and_says_which_part_is_missing(CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x",
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
        };
        await using var api = await HostProcess.StartAsync("OrdersEndpoint", settings, readyPath: "health/startup", cancellation: cancellation);

        var failure = await Assert.ThrowsAsync<CannotContinueException>(() => AskAsync(api.Address, cancellation));

        Assert.That(failure.Message, Does.Contain("code 1").And.Contain("PostgreSQL does not answer."));
    }

    [Test]
    public async Task Where_nobody_listens_the_answer_is_failure_and_names_the_address(CancellationToken cancellation)
    {
        var nobody = new Uri($"http://127.0.0.1:{FreePort.Next()}/");

        var failure = await Assert.ThrowsAsync<CannotContinueException>(() => AskAsync(nobody, cancellation));

        Assert.That(failure.Message, Does.Contain("code 1").And.Contain($"{nobody}health/ready does not answer"));
    }

    private static Task AskAsync(Uri host, CancellationToken cancellation) => HostProcess.RunToEndAsync(
        "OrdersEndpoint", new Dictionary<string, string> { ["ASPNETCORE_URLS"] = $"{host};http://127.0.0.1:1" }, [HealthProbe.Argument], cancellation: cancellation);
}
