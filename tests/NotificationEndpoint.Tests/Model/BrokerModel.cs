using Notifications.Messaging.Wire;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>A command in a queue.</summary>
internal sealed record Command(int Order, int Retries, bool ByOperator, DateTimeOffset VisibleAt, int EarlierDeliveries = 0)
{
    public IncomingMessage Message => new("", "", Header, ReadOnlyMemory<byte>.Empty, EarlierDeliveries);

    private Dictionary<string, string> Header => Retries == 0 ? [] : new() { [Headers.Retries] = $"{Retries}" };
}

/// <summary>Queue, delays and error queue. Hands a command out again when whoever has it is gone, and forgets it only when it is acknowledged.</summary>
internal sealed class BrokerModel
{
    private readonly List<Command> _waiting = [];
    private readonly Dictionary<int, Command> _unsettled = [];

    public List<Command> Errors { get; } = [];

    public bool IsQuiet => _waiting.Count == 0 && _unsettled.Count == 0;

    public DateTimeOffset? NextVisible => _waiting.Count == 0 ? null : _waiting.Min(command => command.VisibleAt);

    public void Publish(Command command) => _waiting.Add(command);

    public Command? Receive(int consumer, DateTimeOffset now)
    {
        if (_waiting.Find(command => command.VisibleAt <= now) is not { } next)
            return null;
        _waiting.Remove(next);
        return _unsettled[consumer] = next;
    }

    /// <summary>Without effect where the connection was lost meanwhile.</summary>
    public void Acknowledge(int consumer) => _unsettled.Remove(consumer);

    /// <summary>The connection is gone, whatever the consumer still does.</summary>
    public void Disconnect(int consumer)
    {
        if (_unsettled.Remove(consumer, out var command))
            _waiting.Add(command with { EarlierDeliveries = command.EarlierDeliveries + 1 });
    }

    public void SendBack(int number, DateTimeOffset now)
    {
        var failed = Errors[number];
        Errors.RemoveAt(number);
        Publish(new Command(failed.Order, Retries: 0, ByOperator: true, now));
    }
}
