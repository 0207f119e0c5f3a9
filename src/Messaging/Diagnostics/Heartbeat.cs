using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.Messaging.Diagnostics;

/// <summary>
/// Tells ServiceControl that this process lives: once that it has started, then a beat every few seconds that is worth nothing after four of
/// them. Off unless a queue is set. A beat that cannot be published is not made up for.
/// </summary>
public sealed partial class Heartbeat(Publisher publisher, EndpointIdentity endpoint, ServiceControlSettings settings, TimeProvider time, ILogger<Heartbeat> log)
    : BackgroundService
{
    private const string Plugin = "ServiceControl.Plugin.Heartbeat.Messages.";

    private PublishOutcome _last = PublishOutcome.Confirmed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.HeartbeatQueue == "")
            return;
        var startedAt = time.GetUtcNow().UtcDateTime;
        var isRegistered = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!isRegistered)
                isRegistered = await SendAsync("RegisterEndpointStartup", HeartbeatJson.Default.Startup, Started(startedAt));
            await SendAsync("EndpointHeartbeat", HeartbeatJson.Default.Beat, new Beat(time.GetUtcNow().UtcDateTime, endpoint.Name, endpoint.HostId, EndpointIdentity.HostDisplayName));
            await Task.Delay(settings.HeartbeatEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> SendAsync<T>(string name, JsonTypeInfo<T> json, T message)
    {
        var properties = new BasicProperties
        {
            MessageId = Guid.NewGuid().ToString("D"),
            Type = Plugin + name,
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            Expiration = (settings.HeartbeatEvery * 4).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture),
            Headers = new Dictionary<string, object?>
            {
                [Headers.EnclosedMessageTypes] = Plugin + name,
                [Headers.ContentType] = "application/json",
                [Headers.MessageIntent] = "Send",
            },
        };
        var outcome = await publisher.PublishAsync(new Publication(settings.HeartbeatQueue, properties, JsonSerializer.SerializeToUtf8Bytes(message, json)));
        // Once, not at every beat; and while there is no connection, the publisher's own line says so.
        if (outcome != _last && outcome is not (PublishOutcome.Confirmed or PublishOutcome.Unavailable))
            log.NoHeartbeat(settings.HeartbeatQueue, outcome);
        _last = outcome;
        return outcome == PublishOutcome.Confirmed;
    }

    private Startup Started(DateTime at) => new(
        endpoint.HostId,
        endpoint.Name,
        at,
        new()
        {
            ["Machine"] = EndpointIdentity.Machine,
            ["ProcessID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["UserName"] = Environment.UserName,
            ["PathToExecutable"] = AppContext.BaseDirectory,
        },
        EndpointIdentity.HostDisplayName,
        EndpointIdentity.HostDisplayName);

    private sealed record Beat(DateTime ExecutedAt, string EndpointName, Guid HostId, string Host);

    private sealed record Startup(Guid HostId, string Endpoint, DateTime StartedAt, Dictionary<string, string> HostProperties, string HostDisplayName, string Host);

    [JsonSerializable(typeof(Beat))]
    [JsonSerializable(typeof(Startup))]
    private sealed partial class HeartbeatJson : JsonSerializerContext;
}
