using System.Collections.Concurrent;
using RabbitMQ.Client;

namespace Notifications.Messaging.Broker;

/// <summary>
/// Which exchanges exist. Publishing to one that does not would close the channel, and everything that is in flight on it would be unknown;
/// so an exchange that our topology does not name (where a reply goes, or an acknowledgement; an address of yesterday in the outbox) is
/// looked for once for each connection, on a channel of its own. One that was not there is looked for again after a while.
/// </summary>
internal sealed class AddressBook(BrokerConnection connection, Topology topology, TimeProvider time)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Address, bool Delayed), (Task<bool> Exists, DateTimeOffset AskedAt)> _asked = [];

    /// <param name="address">An exchange.</param>
    /// <param name="delayed">It must also be bound to the end of the delay infrastructure: a message that finds no way out there blocks others.</param>
    public Task<bool> ExistsAsync(string address, bool delayed)
    {
        if (topology.HasExchange(address))
            return Task.FromResult(true);
        var now = time.GetUtcNow();
        return _asked.AddOrUpdate(
            (address, delayed),
            _ => (AskAsync(address, delayed), now),
            (_, known) => known.Exists.IsCompleted && !known.Exists.Result && now - known.AskedAt > LookAgainAfter ? (AskAsync(address, delayed), now) : known).Exists;
    }

    private async Task<bool> AskAsync(string address, bool delayed)
    {
        try
        {
            using var deadline = new CancellationTokenSource(AnswerWithin, time);
            var channel = await connection.OpenProbeAsync(deadline.Token);
            await channel.ExchangeDeclarePassiveAsync(address, deadline.Token);
            if (delayed)
                await channel.ExchangeBindAsync(address, DelayInfrastructure.DeliveryExchange, $"#.{address}", cancellationToken: deadline.Token);
            await channel.CloseAsync(deadline.Token);
            return true;
        }
        catch (Exception no) when (BrokerConnection.IsGone(no) || no is OperationCanceledException)
        {
            return false;
        }
    }
}
