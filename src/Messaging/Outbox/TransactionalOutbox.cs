using Notifications.Messaging.Wire;
using Npgsql;

namespace Notifications.Messaging.Outbox;

/// <summary>
/// How business code sends: what is added is sent if the transaction commits, and never if it does not. Nothing is sent directly to the broker.
/// <code>
/// await outbox.AddAsync(transaction, [command]);
/// await transaction.CommitAsync();
/// outbox.Committed([command]);      // at once; without this line, after some seconds
/// </code>
/// </summary>
public sealed class TransactionalOutbox(OutboxDispatcher dispatcher, OutboxSettings settings)
{
    /// <summary>Stores messages within the caller's transaction, whatever else is in it. One whose id is stored already is stored once.</summary>
    /// <exception cref="PostgresException">The server refuses: the transaction is lost, and the messages with it.</exception>
    public async Task AddAsync(NpgsqlTransaction transaction, IReadOnlyCollection<OutgoingMessage> messages, CancellationToken cancellation = default)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction) { BatchCommands = { Insert(messages) } };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The same as a part of the caller's own batch: no round trip more.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyCollection<OutgoingMessage> messages) => OutboxTable.Insert(messages, settings.Reserve);

    /// <summary>The transaction is committed: they are published now, from memory. Calling it before, or for what was rolled back, sends what is not stored.</summary>
    public void Committed(IEnumerable<OutgoingMessage> messages) => dispatcher.Committed(messages);
}
