using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Inbound;

namespace Notifications.Messaging.Diagnostics;

/// <summary>How this process stands now, as gauges; there is one for the whole time of a process. Registered by every endpoint.</summary>
internal sealed class RuntimeGauges : IHostedService, IDisposable
{
    private readonly Meter _meter = new(MessagingMetrics.MeterName);
    private readonly EndpointDefinition _endpoint;

    /// <param name="endpoint">What it is.</param>
    /// <param name="publisher">Every endpoint has one.</param>
    /// <param name="consumer">Null where nothing is received, and the pause with it.</param>
    /// <param name="pause">Of the consumer.</param>
    public RuntimeGauges(EndpointDefinition endpoint, Publisher publisher, Consumer? consumer = null, ConsumerPause? pause = null)
    {
        _endpoint = endpoint;
        _meter.CreateObservableGauge(
            "notifications.broker.ready",
            () => consumer is null
                ? [Ready("publisher", publisher.IsReady)]
                : new[] { Ready("publisher", publisher.IsReady), Ready("consumer", consumer.IsConsuming) },
            description: "1: the publisher is connected and not blocked, the consumer consumes.");
        if (consumer is null || pause is null)
            return;
        _meter.CreateObservableGauge("notifications.consumer.paused", () => pause.IsPaused ? 1 : 0, description: "1: no message is taken, because what all need is away.");
        _meter.CreateObservableGauge("notifications.consumer.in_hand", () => consumer.InHand, "{message}", "Messages that are being handled.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        MessagingMetrics.BeginAtZero(_endpoint);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private static Measurement<int> Ready(string connection, bool isReady) => new(isReady ? 1 : 0, new KeyValuePair<string, object?>("connection", connection));
}
