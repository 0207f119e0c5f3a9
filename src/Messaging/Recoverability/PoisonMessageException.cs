namespace Notifications.Messaging.Recoverability;

/// <summary>The message itself is the trouble: it cannot be read, nobody handles its type, or it kills whoever handles it.</summary>
public sealed class PoisonMessageException(string message, Exception? inner = null) : Exception(message, inner);
