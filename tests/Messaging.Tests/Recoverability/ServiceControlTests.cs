using System.Text.Json.Nodes;
using Notifications.Messages;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using Notifications.Testing;
using RabbitMQ.Client;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.Messaging.Tests.Recoverability;

/// <summary>The handshake with ServiceControl: what an operator sends back, copies for the audit, heartbeats.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class ServiceControlTests
{
    private const string Audit = "audit";
    private const string ServiceControl = "Particular.ServiceControl";

    private TestBroker _broker = null!;
    private Runtime _runtime = null!;

    [SetUp]
    public async Task Open() => _broker = await TestBroker.CreateAsync();

    [TearDown]
    public async Task Close()
    {
        await _runtime.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Test]
    public async Task A_message_sent_back_that_succeeds_is_acknowledged_as_ServiceControl_expects(CancellationToken cancellation)
    {
        await StartAsync(_ => new Outcome.Handled(), cancellation);
        await SendBackAsync(acknowledgeTo: Endpoints.Error, cancellation);

        var (acknowledgement, raw) = await _broker.TakeAsync(Endpoints.Error, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(acknowledgement.Headers[Headers.RetryUniqueMessageId], Is.EqualTo("unique"));
            Assert.That(acknowledgement.Headers[Headers.RetrySuccessful], Does.Match(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d:\d{6} Z$"));
            Assert.That(acknowledgement.Headers[Headers.ControlMessage], Is.EqualTo("True"));
            Assert.That(acknowledgement.Body.Length, Is.Zero);
            Assert.That(raw.Keys, Does.Not.Contain(Headers.EnclosedMessageTypes).And.Not.Contain(Headers.FailedQueue));
        }
    }

    [Test]
    public async Task One_that_fails_again_keeps_the_headers_by_which_it_joins_its_record(CancellationToken cancellation)
    {
        await StartAsync(_ => new Outcome.Failed(new InvalidOperationException("again"), Retry.Never), cancellation);
        await SendBackAsync(acknowledgeTo: Endpoints.Error, cancellation);

        var (failed, _) = await _broker.TakeAsync(Endpoints.Error, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Headers[Headers.ExceptionMessage], Is.EqualTo("again"));
            Assert.That(failed.Headers[Headers.RetryUniqueMessageId], Is.EqualTo("unique"));
            Assert.That(failed.Headers[Headers.RetryAcknowledgementQueue], Is.EqualTo(Endpoints.Error));
            Assert.That(failed.Headers.Keys, Does.Not.Contain(Headers.RetrySuccessful));
        }
    }

    [Test]
    public async Task Bug_an_acknowledgement_to_a_queue_that_does_not_exist_held_the_message_for_ever_and_broke_the_publisher(CancellationToken cancellation)
    {
        var handler = await StartAsync(_ => new Outcome.Handled(), cancellation);
        await SendBackAsync(acknowledgeTo: "forged", cancellation);

        await Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.WithId(1034).Count > 0), "it gives up", cancellation);
        await _runtime.SendAsync(1);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 2), "others are handled", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_runtime.Log.Lines, Has.Some.Contains("forged"));
            Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connections");
            Assert.That(await _broker.WaitingAsync(_runtime.Endpoint.Name, cancellation), Is.Zero);
        }
    }

    [Test]
    public async Task A_handled_message_is_copied_to_the_audit_queue_as_it_came_with_where_and_when(CancellationToken cancellation)
    {
        await StartAsync(_ => new Outcome.Handled(), cancellation, new ServiceControlSettings { AuditQueue = Audit });
        var command = _runtime.Command();
        await _runtime.PublishAsync(command);

        var (copy, _) = await _broker.TakeAsync(Audit, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((copy.Id, copy.Type), Is.EqualTo(($"{command.Id}", command.Type)));
            Assert.That(copy.Body.ToArray(), Is.EqualTo(command.Body.ToArray()));
            Assert.That(copy.Headers, Is.SupersetOf(command.Headers));
            Assert.That(copy.Headers[Headers.ProcessingEndpoint], Is.EqualTo(_runtime.Endpoint.Name));
            Assert.That(copy.Headers[Headers.ProcessingMachine], Is.EqualTo(Environment.MachineName));
            Assert.That(WireTime.Read(copy.Headers[Headers.ProcessingEnded]), Is.GreaterThanOrEqualTo(WireTime.Read(copy.Headers[Headers.ProcessingStarted])!.Value));
            Assert.That(copy.Headers.Keys, Does.Not.Contain(Headers.RetryAcknowledgementSent));
        }
    }

    [Test]
    public async Task An_audited_copy_says_that_the_retry_is_acknowledged_already(CancellationToken cancellation)
    {
        await StartAsync(_ => new Outcome.Handled(), cancellation, new ServiceControlSettings { AuditQueue = Audit });
        await SendBackAsync(acknowledgeTo: Endpoints.Error, cancellation);

        var (copy, _) = await _broker.TakeAsync(Audit, cancellation);
        Assert.That(copy.Headers[Headers.RetryAcknowledgementSent], Is.EqualTo("true"));
        Assert.That((await _broker.TakeAsync(Endpoints.Error, cancellation)).Message.Headers[Headers.RetryUniqueMessageId], Is.EqualTo("unique"));
    }

    [Test]
    public async Task What_fails_and_what_is_put_off_is_not_audited(CancellationToken cancellation)
    {
        var outcomes = new Queue<Outcome>([new Outcome.Deferred(TimeSpan.FromSeconds(1), "later"), new Outcome.Failed(new InvalidOperationException(), Retry.Never)]);
        await StartAsync(_ => outcomes.Dequeue(), cancellation, new ServiceControlSettings { AuditQueue = Audit });
        await _runtime.SendAsync(1);

        await _broker.TakeAsync(Endpoints.Error, cancellation);
        Assert.That(await _broker.DrainAsync(Audit, cancellation), Is.Empty);
    }

    [Test]
    public async Task Heartbeats_tell_ServiceControl_who_lives_here_and_expire(CancellationToken cancellation)
    {
        await _broker.UseAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync(ServiceControl, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
            await channel.QueueDeclareAsync(
                ServiceControl, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellation);
            await channel.QueueBindAsync(ServiceControl, ServiceControl, "", cancellationToken: cancellation);
        });
        var settings = new ServiceControlSettings { HeartbeatQueue = ServiceControl, HeartbeatEvery = TimeSpan.FromSeconds(1) };
        await StartAsync(_ => new Outcome.Handled(), cancellation, settings);
        using var heartbeat = new Heartbeat(_runtime.Publisher, _runtime.Endpoint, settings, TimeProvider.System, _runtime.Log.For<Heartbeat>());
        await heartbeat.StartAsync(cancellation);

        var (start, beat) = (await TakeAsync(), await TakeAsync());
        var next = await TakeAsync();
        await heartbeat.StopAsync(cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(start.Type, Is.EqualTo("ServiceControl.Plugin.Heartbeat.Messages.RegisterEndpointStartup"));
            Assert.That((string?)start.Body["Endpoint"], Is.EqualTo(_runtime.Endpoint.Name));
            Assert.That((string?)start.Body["HostProperties"]!["Machine"], Is.EqualTo(Environment.MachineName));
            Assert.That(beat.Type, Is.EqualTo("ServiceControl.Plugin.Heartbeat.Messages.EndpointHeartbeat"));
            Assert.That((string?)beat.Body["EndpointName"], Is.EqualTo(_runtime.Endpoint.Name));
            Assert.That((Guid?)beat.Body["HostId"], Is.EqualTo(_runtime.Endpoint.HostId));
            Assert.That((DateTime?)beat.Body["ExecutedAt"], Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromMinutes(1)));
            Assert.That(beat.Expiration, Is.EqualTo("4000"), "four times the interval");
            Assert.That(next.Type, Is.EqualTo(beat.Type), "registered once");
        }

        Task<(string? Type, JsonNode Body, string? Expiration)> TakeAsync() => _broker.UseAsync(async channel =>
        {
            BasicGetResult? taken = null;
            await Eventually.TrueAsync(async () => (taken = await channel.BasicGetAsync(ServiceControl, autoAck: true, cancellation)) is not null, "a heartbeat comes", cancellation);
            return (taken!.BasicProperties.Type, JsonNode.Parse(taken.Body.Span)!, taken.BasicProperties.Expiration);
        });
    }

    [Test]
    public async Task A_ServiceControl_that_is_not_there_harms_nobody(CancellationToken cancellation)
    {
        var settings = new ServiceControlSettings { HeartbeatQueue = ServiceControl, HeartbeatEvery = TimeSpan.FromSeconds(1) };
        var handler = await StartAsync(_ => new Outcome.Handled(), cancellation, settings);
        using var heartbeat = new Heartbeat(_runtime.Publisher, _runtime.Endpoint, settings, TimeProvider.System, _runtime.Log.For<Heartbeat>());
        await heartbeat.StartAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.WithId(1040).Count > 0), "the log says so", cancellation);

        await _runtime.SendAsync(10);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 10), "messages are handled", cancellation);
        await heartbeat.StopAsync(cancellation);
        Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connections");
    }

    private async Task<RecordingHandler> StartAsync(Func<MessageContext, Outcome> handle, CancellationToken cancellation, ServiceControlSettings? settings = null)
    {
        _runtime = new Runtime(_broker.Uri, serviceControl: settings);
        await _runtime.StartPublisherAsync(cancellation);
        var handler = new RecordingHandler(handle);
        await _runtime.StartConsumerAsync(handler, cancellation);
        return handler;
    }

    /// <summary>As ServiceControl returns a failed message.</summary>
    private Task SendBackAsync(string acknowledgeTo, CancellationToken cancellation)
    {
        var command = _runtime.Command();
        var properties = AmqpMapping.ToProperties(command);
        properties.Headers![Headers.RetryUniqueMessageId] = "unique";
        properties.Headers[Headers.RetryAcknowledgementQueue] = acknowledgeTo;
        return _broker.UseAsync(channel => channel.BasicPublishAsync(_runtime.Endpoint.Name, "", mandatory: true, properties, command.Body, cancellation).AsTask());
    }
}
