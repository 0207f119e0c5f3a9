namespace Notifications.Messages;

/// <summary>A message of this system: a record that says itself what it is called on the wire and how it is written.</summary>
public interface IMessage
{
    static abstract MessageContract Contract { get; }
}

/// <summary>Do this. Sent to one receiver.</summary>
public interface ICommand : IMessage;

/// <summary>This has happened. Published to whoever subscribes; to nobody is no error.</summary>
public interface IEvent : IMessage;
