using Notifications.Messages;
using Notifications.Messaging.Recoverability;

namespace Notifications.Messaging.Inbound;

/// <summary>Handles one type of message. One instance serves many messages at the same time.</summary>
public interface IHandle<in T>
    where T : IMessage
{
    /// <summary>
    /// Returns when the message is settled as far as the handler is concerned, and says how it ended. The same message may come again, also while
    /// it is being handled elsewhere: whoever must not do a thing twice asks its own records.
    /// An exception that escapes counts as <see cref="Outcome.Failed"/>; one for <see cref="MessageContext.Cancellation"/> as <see cref="Outcome.Abandoned"/>
    /// when the process stops, as a failure when the handler's time is over.
    /// </summary>
    Task<Outcome> HandleAsync(T message, MessageContext context);
}
