using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Events;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>
/// In: batches of messages from the error queue. Out: each is in the database, in one transaction a batch. Database away: throws, and gets the same batch again.
/// Died after the commit: the same deliveries come again and are copies of what is there. One that is refused whatever it says is kept without being understood.
/// </summary>
internal sealed class FailureIngestion(NpgsqlDataSource database, FailureNews news, TimeProvider time, ILogger<FailureIngestion> log)
{
    public async Task IngestAsync(IReadOnlyList<IncomingMessage> messages, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        try
        {
            await StoreAsync([.. messages.Select(message => ArrivalReader.Read(message, now))], cancellation);
        }
        catch (Exception failure) when (messages.Count == 1 && IsAboutTheMessage(failure))
        {
            await StoreAsync([new Arrival.Failed(ArrivalReader.Reduce(messages[0], ReasonOf(failure)))], cancellation);
            log.KeptUnread(failure);
        }

        if (news.Take() is { } told)
            log.MessagesFailed(told.Messages, told.OfCause, told.Cause);
    }

    private async Task StoreAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var found = await ArrivalTable.AddAsync(transaction, arrivals, cancellation);
        var changes = Changes.Of(arrivals, found.Standings, found.NewAttempts, found.Now);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var command in ChangeTable.Write(changes, found).Concat(IngestionEvents.Of(changes.Results).Select(EventTable.Add)))
            batch.BatchCommands.Add(command);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);

        IngestionMetrics.Ingested(changes.Results.Select(ended => ended.Result));
        news.Add(IngestionEvents.Failures(changes.Results));
    }

    /// <summary>The database answered, and would answer the same again. Not when its row was removed in the middle: the next time it is added.</summary>
    private static bool IsAboutTheMessage(Exception failure) => failure switch
    {
        PostgresException refused => !refused.IsTransient && refused.SqlState != PostgresErrorCodes.ForeignKeyViolation,
        _ => failure is not (NpgsqlException or TimeoutException or OperationCanceledException),
    };

    private static string ReasonOf(Exception failure) =>
        $"It could not be stored as what it says ({(failure is PostgresException refused ? refused.SqlState : failure.GetType().Name)}); its headers and body are kept as they came.";
}
