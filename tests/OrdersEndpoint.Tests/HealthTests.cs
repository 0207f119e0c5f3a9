using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Notifications.LocalStack.Ports;
using Notifications.ServiceDefaults;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary>What a host answers about itself, and that it does not say it lives when it is of no use any more.</summary>
[CancelAfter(60_000)]
public sealed class HealthTests
{
    private static readonly HttpClient Http = new();

    [Test]
    public async Task Without_any_server_it_has_started_and_lives_and_is_not_ready(CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x",
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
        };
        await using var api = await HostProcess.StartAsync("OrdersEndpoint", settings, readyPath: "health/startup", cancellation: cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await AskAsync(api.Address, "live")).Status, Is.EqualTo(HttpStatusCode.OK));
            var (status, answer) = await AskAsync(api.Address, "ready");
            Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(answer, Does.Contain("""
                "postgresql":{"status":"not ready","reason":"PostgreSQL does not answer."}
                """.Trim()).And.Contain("""
                "rabbitmq":{"status":"degraded","reason":"Not connected to RabbitMQ
                """.Trim()));
        }
    }

    [Test]
    public async Task Without_a_broker_alone_it_stays_ready_because_orders_are_accepted_and_says_what_is_missed()
    {
        await using var api = await OrdersApi.StartAsync(new Dictionary<string, string> { ["Broker__Uri"] = "amqp://127.0.0.1:1" });

        var (status, answer) = await AskAsync(api.Address, "ready");
        using var order = await api.PostAsync(OrdersApi.Order);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(order.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer, Does.StartWith("""{"status":"degraded",""").And.Contain("messages wait in the outbox"));
        }
    }

    [Test]
    public async Task While_its_services_begin_it_lives_and_has_not_started(CancellationToken cancellation)
    {
        Begins begins = null!;
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        var host = ServiceHost.RunAsync(
            [$"--urls={address}"], "Test", builder => builder.Services.AddHostedService(services => begins = new Begins(services.GetRequiredService<IHostApplicationLifetime>())));
        await Eventually.TrueAsync(() => AnswersAsync(address), "it listens", cancellation);

        var during = await AskAsync(address, "startup");
        begins.Done.SetResult();
        await Eventually.TrueAsync(async () => (await AskAsync(address, "startup")).Status == HttpStatusCode.OK, "it has started", cancellation);
        begins.Host.StopApplication();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(during.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(during.Answer, Does.Contain("The host is starting"));
            Assert.That(await host, Is.Zero);
        }
    }

    [Test]
    public async Task A_loop_that_ends_with_an_exception_ends_the_process_with_a_code(CancellationToken cancellation)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        var broken = new Breaks();
        var host = ServiceHost.RunAsync([$"--urls={address}"], "Test", builder => builder.Services.AddHostedService(_ => broken));
        await Eventually.TrueAsync(() => AnswersAsync(address), "it listens", cancellation);

        broken.Now.SetResult();

        Assert.That(await host.WaitAsync(cancellation), Is.EqualTo(1));
        Assert.That(await AnswersAsync(address), Is.False);
    }

    private static async Task<(HttpStatusCode Status, string Answer)> AskAsync(Uri host, string what)
    {
        using var answer = await Http.GetAsync(new Uri(host, $"health/{what}"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<bool> AnswersAsync(Uri host)
    {
        try
        {
            return (await AskAsync(host, "live")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A service that takes long to begin, after the door is open.</summary>
    private sealed class Begins(IHostApplicationLifetime host) : IHostedLifecycleService
    {
        public IHostApplicationLifetime Host => host;

        public TaskCompletionSource Done { get; } = new();

        public Task StartedAsync(CancellationToken cancellationToken) => Done.Task;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Breaks : BackgroundService
    {
        public TaskCompletionSource Now { get; } = new();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Now.Task;
            throw new InvalidOperationException("This loop is broken.");
        }
    }
}
