using System.Diagnostics;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using RabbitMQ.Client;

namespace Notifications.Messaging.Wire;

/// <summary>One message as it is given to the broker.</summary>
/// <param name="Address">The exchange that it is for in the end: an endpoint's, or an event's.</param>
/// <param name="Properties">Without what depends on the way.</param>
/// <param name="Body">As it is to arrive.</param>
public sealed record Publication(string Address, BasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    /// <summary>Rests in the broker for so many seconds; 0: it does not.</summary>
    public int DelaySeconds { get; private init; }

    /// <summary>Reaching no queue is an error. Not for events: nobody may have subscribed.</summary>
    public bool MustArrive { get; private init; } = true;

    /// <summary>The span that made the message, whichever process that was; none when it is passed on by the one that we are in.</summary>
    public ActivityContext MadeIn { get; private init; }

    public string Exchange => DelaySeconds > 0 ? DelayInfrastructure.Entry(DelaySeconds) : Address;

    public string RoutingKey => DelaySeconds > 0 ? DelayInfrastructure.RoutingKey(DelaySeconds, Address) : "";

    /// <summary>From the outbox. One that is not due yet takes the way through the delay infrastructure.</summary>
    public static Publication Of(OutgoingMessage message, DateTimeOffset now)
    {
        var properties = AmqpMapping.ToProperties(message);
        properties.Headers![Headers.PublishedAt] = WireTime.Write(now);
        var publication = new Publication(message.Destination, properties, message.Body) { MustArrive = !message.IsEvent, MadeIn = Tracing.ContextOf(message.Headers) };
        return WireTime.Read(message.Headers.GetValueOrDefault(Headers.DeliverAt)) - now is { } wait && wait > TimeSpan.Zero
            ? publication.After(wait)
            : publication;
    }

    /// <summary>Whole seconds, rounded up; a wait that is longer than the infrastructure can hold is cut to that, eight years.</summary>
    public Publication After(TimeSpan wait)
    {
        var seconds = DelayInfrastructure.Seconds(wait < DelayInfrastructure.Longest ? wait : DelayInfrastructure.Longest);
        Properties.Headers ??= new Dictionary<string, object?>();
        Properties.Headers[Headers.DelayInSeconds] = seconds;
        return this with { DelaySeconds = seconds };
    }
}
