using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Broker;

/// <summary>An administrator declares the topology once; the programs run with credentials that may declare nothing.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class InstallationTests
{
    private readonly string _user = $"user-{Guid.NewGuid():N}";

    private TestBroker _broker = null!;
    private Runtime _administrator = null!;
    private Uri _restricted = null!;

    [SetUp]
    public async Task Open()
    {
        _broker = await TestBroker.CreateAsync();
        await _broker.Management.CreateUserWhoMayNotDeclareAsync(_user);
        _restricted = new UriBuilder(_broker.Uri) { UserName = _user, Password = _user }.Uri;
        _administrator = new Runtime(_broker.Uri);
    }

    [TearDown]
    public async Task Close()
    {
        await _administrator.DisposeAsync();
        await _broker.Management.DeleteUserAsync(_user);
        await _broker.DisposeAsync();
    }

    [Test]
    public async Task Installed_by_an_administrator_those_who_may_not_declare_send_delay_and_receive(CancellationToken cancellation)
    {
        await _administrator.Connections.InstallAsync(cancellation);

        await using var runtime = Restricted(declare: false);
        await runtime.StartPublisherAsync(cancellation);
        var handler = new RecordingHandler(context =>
            context.Headers.ContainsKey("NServiceBus.Retries") ? new Outcome.Handled() : new Outcome.Failed(new InvalidOperationException("once"), Retry.Later));
        await runtime.StartConsumerAsync(handler, cancellation, recoverability: new RecoverabilitySettings { DelayedRetrySeconds = "1" });
        var sent = await runtime.SendAsync(10);

        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 20), "each is handled twice: it is delayed in between", cancellation);
        Assert.That(handler.Finished.Distinct(), Is.EquivalentTo(sent));
        Assert.That(await runtime.PublishAsync(runtime.Command(destination: Endpoints.Error)), Is.EqualTo(PublishOutcome.Confirmed));
    }

    [Test]
    public async Task Installing_again_is_harmless(CancellationToken cancellation)
    {
        await _administrator.Connections.InstallAsync(cancellation);
        await _administrator.Connections.InstallAsync(cancellation);

        Assert.That(await _broker.Management.FindQueueAsync(_administrator.Endpoint.Name, cancellation), Is.Not.Null);
        Assert.That(await _broker.Management.ConsumersAsync(_administrator.Endpoint.Name, cancellation), Is.Zero);
    }

    [Test]
    public async Task Not_installed_the_log_names_what_is_missing_and_the_way_out_and_an_install_lets_it_go_on(CancellationToken cancellation)
    {
        await using var runtime = Restricted(declare: false);
        var starting = runtime.StartPublisherAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(runtime.Log.WithId(1002).Count >= 2), "it tries again", cancellation);
        Assert.That(runtime.Log.WithId(1002), Is.All.Contains("exchange 'nsb.v2.delay-delivery'").And.All.Contains("is missing").And.All.Contains("--install"));

        await _administrator.Connections.InstallAsync(cancellation);
        await starting;
        Assert.That(await runtime.PublishAsync(runtime.Command()), Is.EqualTo(PublishOutcome.Confirmed));
    }

    [Test]
    public async Task Told_to_declare_without_the_right_the_log_says_so(CancellationToken cancellation)
    {
        await _administrator.Connections.InstallAsync(cancellation);

        await using var runtime = Restricted(declare: true);
        var starting = runtime.StartPublisherAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(runtime.Log.WithId(1002).Count >= 2), "it tries again", cancellation);

        Assert.That(runtime.Log.WithId(1002), Is.All.Contains("cannot be declared").And.All.Contains("ACCESS_REFUSED").And.All.Contains("credentials that may configure it"));
        Assert.That(starting.IsCompleted, Is.False);
    }

    [Test]
    public async Task A_queue_that_somebody_deleted_where_we_may_not_declare_is_named_until_it_is_installed_again(CancellationToken cancellation)
    {
        await _administrator.Connections.InstallAsync(cancellation);
        await using var runtime = Restricted(declare: false);
        await runtime.StartPublisherAsync(cancellation);
        await _broker.Management.DeleteQueueAsync(runtime.Endpoint.Name, cancellation);

        Assert.That(await runtime.PublishAsync(runtime.Command()), Is.EqualTo(PublishOutcome.Unroutable));
        await Eventually.TrueAsync(
            () => Task.FromResult(runtime.Log.WithId(1002).Any(line => line.Contains($"queue '{runtime.Endpoint.Name}'", StringComparison.Ordinal) && line.Contains("--install", StringComparison.Ordinal))), "the log names it", cancellation);

        await _administrator.Connections.InstallAsync(cancellation);
        await Eventually.TrueAsync(async () => await runtime.PublishAsync(runtime.Command()) == PublishOutcome.Confirmed, "it goes on", cancellation);
    }

    [Test]
    public async Task A_queue_of_another_form_ends_the_install_with_what_is_wanted_and_what_is_there(CancellationToken cancellation)
    {
        var queue = _administrator.Endpoint.Name;
        await _broker.UseAsync(channel => channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 20 }, cancellationToken: cancellation));

        var refused = await Assert.ThrowsAsync<TopologyException>(() => _administrator.Connections.InstallAsync(cancellation));
        Assert.That(refused.Message, Does.Contain($"queue '{queue}' (durable, x-queue-type=quorum, x-delivery-limit=1000)").And.Contain("x-delivery-limit").And.Contain("current is '20'"));
    }

    [Test]
    public async Task An_installer_that_may_not_declare_says_so(CancellationToken cancellation)
    {
        await using var runtime = Restricted(declare: true);

        var refused = await Assert.ThrowsAsync<TopologyException>(() => runtime.Connections.InstallAsync(cancellation));
        Assert.That(refused.Message, Does.Contain("cannot be declared").And.Contain("ACCESS_REFUSED").And.Contain(_user));
    }

    [TestCase("amqp://nobody:wrong@HOST/VHOST")]
    [TestCase("amqp://USER@HOST/no-such-vhost", Description = "A bug: it ended with the words of the protocol.")]
    [TestCase("amqp://USER@127.0.0.1:1/VHOST")]
    public async Task A_broker_that_is_not_there_or_does_not_let_us_in_is_named_with_its_setting(string uri)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        var wrong = uri.Replace("USER", _broker.Uri.UserInfo, StringComparison.Ordinal)
            .Replace("HOST", _broker.Uri.Authority, StringComparison.Ordinal)
            .Replace("VHOST", _broker.VirtualHost, StringComparison.Ordinal);
        await using var runtime = new Runtime(new Uri(wrong));

        var refused = await Assert.ThrowsAsync<TopologyException>(() => runtime.Connections.InstallAsync(time.Token));
        Assert.That(refused.Message, Does.Contain(new Uri(wrong).Authority).And.Contain("Broker:Uri"));
    }

    [Test]
    public async Task A_broker_that_does_not_answer_ends_the_install_the_same_way(CancellationToken cancellation)
    {
        await using var network = new FaultProxy(_broker.Uri);
        network.Freeze();
        await using var runtime = new Runtime(network.Uri);

        var refused = await Assert.ThrowsAsync<TopologyException>(() => runtime.Connections.InstallAsync(cancellation));
        Assert.That(refused.Message, Does.Contain(network.Uri.Authority).And.Contain("Broker:Uri"));
    }

    [Test]
    public async Task Bug_a_wrong_password_was_logged_as_a_broker_that_cannot_be_reached(CancellationToken cancellation)
    {
        await using var runtime = new Runtime(new UriBuilder(_broker.Uri) { Password = "wrong" }.Uri);
        var starting = runtime.StartPublisherAsync(cancellation);

        await Eventually.TrueAsync(() => Task.FromResult(runtime.Log.WithId(1002).Count > 0), "it is refused", cancellation);
        Assert.That(runtime.Log.WithId(1002), Is.All.Contains("Login was refused").And.All.Contains("Broker:Uri"));
        Assert.That(starting.IsCompleted, Is.False);
    }

    private Runtime Restricted(bool declare) =>
        new(_restricted, _administrator.Endpoint.Name, settings => settings with { Declare = declare });
}
