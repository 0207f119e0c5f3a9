namespace Notifications.Messaging.Broker;

/// <summary>What became of one publish.</summary>
public enum PublishOutcome
{
    /// <summary>The broker has it, on disk.</summary>
    Confirmed,

    /// <summary>The broker said no: a queue is full or in trouble. It does not have it.</summary>
    Refused,

    /// <summary>There is no such exchange, or no queue is bound to it. The broker does not have it.</summary>
    Unroutable,

    /// <summary>No answer within the deadline, or the connection broke: it may have it or not. Publish again; receivers absorb copies.</summary>
    Unknown,

    /// <summary>The message itself cannot be written as AMQP. It was not sent, and never can be as it is.</summary>
    Unencodable,

    /// <summary>Nothing was sent: there is no connection, or the broker has blocked it.</summary>
    Unavailable,
}
