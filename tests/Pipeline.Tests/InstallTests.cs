using Notifications.LocalStack;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>The step of a deployment that declares what a host needs on the broker, and ends.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)] // one vhost, from which each deletes what it wants to see declared
public sealed class InstallTests
{
    private TestBroker _broker = null!;

    [OneTimeSetUp]
    public async Task Open() => _broker = await TestBroker.CreateAsync();

    [OneTimeTearDown]
    public async Task Close() => await _broker.DisposeAsync();

    [TestCase("NotificationEndpoint", "NotificationEndpoint")]
    [TestCase("NotificationEndpoint", "NotificationEndpoint.Retries")]
    [TestCase("OrdersEndpoint", "NotificationEndpoint")]
    [TestCase("ReconciliationJob", "NotificationEndpoint.Retries")]
    [TestCase("RecoverabilityEndpoint", "error")]
    public async Task A_host_told_to_install_declares_the_queues_of_the_command_and_ends(string host, string queue)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        await _broker.Management.DeleteQueueAsync(queue, time.Token);

        await HostProcess.RunToEndAsync(host, Settings(_broker.Uri), ["--install"], cancellation: time.Token);

        Assert.That(await _broker.Management.FindQueueAsync(queue, time.Token), Is.Not.Null);
        Assert.That(await _broker.Management.ConnectionsAsync(time.Token), Is.Empty);
    }

    [Test]
    public async Task A_broker_that_cannot_be_reached_ends_the_install_with_a_code_and_the_setting_to_look_at(CancellationToken cancellation)
    {
        var nobody = new UriBuilder(_broker.Uri) { Port = 1 }.Uri;

        var failed = await Assert.ThrowsAsync<CannotContinueException>(
            () => HostProcess.RunToEndAsync("NotificationEndpoint", Settings(nobody), ["--install"], cancellation: cancellation));

        Assert.That(failed.Message, Does.Contain("ended with code 1").And.Contain("NotificationEndpoint is not installed").And.Contain("Broker:Uri").And.Contain("127.0.0.1:1"));
    }

    /// <summary>All that the hosts insist on; the database and the relay are not looked at.</summary>
    private static Dictionary<string, string> Settings(Uri broker) => new(TestAccess.Settings)
    {
        ["Broker__Uri"] = broker.AbsoluteUri,
        ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=none;Username=nobody",
        ["Smtp__Relays__0__Host"] = "127.0.0.1",
        ["Smtp__Relays__0__Port"] = "1",
        ["Smtp__Relays__0__Tls"] = "None",
        ["Smtp__From"] = "Shop <orders@shop.example>",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
    };
}
