using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Notifications.Messaging.Broker;

/// <summary>
/// Which exchanges exist. Publishing to one that does not would close the channel, and everything that is in flight on it would be unknown;
/// so an exchange that our topology does not name (where a reply goes, or an acknowledgement; an address of yesterday in the outbox) is
/// looked for once for each connection, on a channel of its own. One that was not there is looked for again after a while.
/// </summary>
internal sealed class AddressBook(BrokerConnection connection, Topology topology, TimeProvider time)
{
    /// <summary>Addresses that are remembered: some come from headers, and a forger has any number of them.</summary>
    private const int Pages = 1_000;

    /// <summary>In bytes. The client library cannot even ask for a longer one.</summary>
    private const int LongestName = 255;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Address, bool Delayed), (Task<bool?> Exists, long AskedAt)> _asked = [];

    /// <param name="address">An exchange.</param>
    /// <param name="delayed">It must also be bound to the end of the delay infrastructure: a message that finds no way out there blocks others.</param>
    /// <returns>Null when the broker does not say: the connection is gone, hangs or is blocked.</returns>
    public Task<bool?> ExistsAsync(string address, bool delayed)
    {
        if (topology.HasExchange(address))
            return Task.FromResult<bool?>(true);
        if (Encoding.UTF8.GetByteCount(address) > LongestName)
            return Task.FromResult<bool?>(false);
        if (_asked.Count >= Pages)
            _asked.Clear();
        var now = time.GetTimestamp();
        return _asked.AddOrUpdate(
            (address, delayed),
            _ => (AskAsync(address, delayed), now),
            (_, known) => IsToBeAskedAgain(known.Exists, time.GetElapsedTime(known.AskedAt, now)) ? (AskAsync(address, delayed), now) : known).Exists;
    }

    private static bool IsToBeAskedAgain(Task<bool?> exists, TimeSpan age) =>
        exists.IsCompleted && (exists.Result is null || (exists.Result is false && age > LookAgainAfter));

    private async Task<bool?> AskAsync(string address, bool delayed)
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
        catch (OperationInterruptedException no) when (no.ShutdownReason is { ReplyCode: Constants.NotFound or Constants.AccessRefused })
        {
            return false;
        }
        catch (Exception unanswered) when (BrokerConnection.IsGone(unanswered) || unanswered is OperationCanceledException)
        {
            return null;
        }
    }
}
