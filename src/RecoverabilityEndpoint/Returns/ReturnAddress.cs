using Notifications.Messages;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>Where a message is published to when it goes back.</summary>
/// <param name="Exchange">Of the queue, by NServiceBus's convention.</param>
/// <param name="ForwardTo">Null when it gets there at once; else whoever reads the queue carries it on to this address.</param>
internal sealed record ReturnAddress(string Exchange, string? ForwardTo = null)
{
    /// <summary>Endpoints with a lane for what comes a second time: 100,000 messages that go back must not stand in front of new orders.</summary>
    private static readonly Dictionary<string, string> Lanes = new()
    {
        [Endpoints.Notification] = Endpoints.RetriesOf(Endpoints.Notification),
    };

    /// <param name="address">Where it failed, or the address that this is redirected to.</param>
    /// <param name="headers">Of the message.</param>
    /// <returns>Null when it does not say.</returns>
    public static ReturnAddress? Of(string? address, IReadOnlyDictionary<string, string> headers) =>
        string.IsNullOrEmpty(address) ? null
        : headers.GetValueOrDefault(Headers.RetryTo) is { Length: > 0 } carrier ? new ReturnAddress(carrier, address)
        : new ReturnAddress(QueueOf(address));

    public static string QueueOf(string address) => Lanes.GetValueOrDefault(address, address);
}
