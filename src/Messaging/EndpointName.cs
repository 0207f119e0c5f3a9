namespace Notifications.Messaging;

/// <summary>The logical name of this process among the others: its queue, and the origin in what it sends.</summary>
public sealed record EndpointName(string Name);
