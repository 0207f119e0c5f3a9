using Notifications.Messages;

namespace Notifications.Messaging.Wire;

/// <summary>Where an event is published: NServiceBus's fanout exchange <c>Namespace:Name</c>, that subscribers bind their own exchange to.</summary>
public static class EventExchange
{
    /// <summary>
    /// What NServiceBus binds every event's exchange to, so that one who subscribes to all events gets ours: the base class of all, and the
    /// two interfaces that mark an event.
    /// </summary>
    public static IReadOnlyList<string> Bases { get; } = ["System:Object", "NServiceBus:IEvent", "NServiceBus:IMessage"];

    /// <summary><c>Shop.Messages.OrderPlaced</c> is published to <c>Shop.Messages:OrderPlaced</c>.</summary>
    public static string Of(MessageContract contract)
    {
        var end = contract.Name.LastIndexOf('.');
        return end < 0 ? contract.Name : $"{contract.Name[..end]}:{contract.Name[(end + 1)..]}";
    }
}
