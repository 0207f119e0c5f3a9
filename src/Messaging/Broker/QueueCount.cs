namespace Notifications.Messaging.Broker;

/// <param name="Ready">Messages that wait in the queue; those that consumers hold are not among them.</param>
/// <param name="Consumers">In all processes.</param>
public sealed record QueueCount(long Ready, long Consumers);
