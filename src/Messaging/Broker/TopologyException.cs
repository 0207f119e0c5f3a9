namespace Notifications.Messaging.Broker;

/// <summary>The broker does not hold what we need and cannot or may not be made to; the message says what and what to do.</summary>
public sealed class TopologyException(string message, Exception inner) : Exception(message, inner);
