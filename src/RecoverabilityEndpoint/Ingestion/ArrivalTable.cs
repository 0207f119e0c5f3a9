using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>
/// The first half of a batch's transaction: what is not there yet is added, and what is there is locked and read. Every statement takes its rows in the order of their
/// ids, so that batches of several processes wait for each other and not in a circle.
/// </summary>
internal static class ArrivalTable
{
    private const string Now = "SELECT now()";

    private const string AddGroups =
        """
        INSERT INTO recoverability.groups (group_id, classifier, title)
        SELECT g.group_id, g.classifier, g.title FROM unnest($1, $2, $3) AS g (group_id, classifier, title)
        ORDER BY g.group_id
        ON CONFLICT DO NOTHING
        """;

    private const string AddMessages =
        """
        INSERT INTO recoverability.failed_messages
            (failed_message_id, message_id, message_type, is_control_message, conversation_id, content_type, body_size, sending_endpoint, sending_machine, sending_host_id,
             receiving_endpoint, receiving_machine, receiving_host_id, queue_address, exception_type, exception_message, exception_source, unreadable, time_sent,
             failed_at, by_exception, by_type, by_address, by_instance, by_endpoint, edit_of, status, first_failed_at)
        SELECT m.id, m.message_id, m.message_type, m.is_control_message, m.conversation_id, m.content_type, m.body_size, m.sending_endpoint, m.sending_machine, m.sending_host_id,
               m.receiving_endpoint, m.receiving_machine, m.receiving_host_id, m.queue_address, m.exception_type, m.exception_message, m.exception_source, m.unreadable, m.time_sent,
               coalesce(m.failed_at, now()), m.by_exception, m.by_type, m.by_address, m.by_instance, m.by_endpoint, m.edit_of, 'unresolved', coalesce(m.failed_at, now())
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
            AS m (id, message_id, message_type, is_control_message, conversation_id, content_type, body_size, sending_endpoint, sending_machine, sending_host_id,
                  receiving_endpoint, receiving_machine, receiving_host_id, queue_address, exception_type, exception_message, exception_source, unreadable, time_sent,
                  failed_at, by_exception, by_type, by_address, by_instance, by_endpoint, edit_of)
        ORDER BY m.id
        ON CONFLICT DO NOTHING
        RETURNING failed_message_id
        """;

    private const string Lock =
        """
        SELECT failed_message_id, status, attempts, first_failed_at, failed_at FROM recoverability.failed_messages
        WHERE failed_message_id = ANY ($1)
        ORDER BY failed_message_id
        FOR UPDATE
        """;

    /// <summary>Under the locks, so that what was there a moment ago is seen: this says whether a failure is a new one.</summary>
    private const string AddAttempts =
        """
        INSERT INTO recoverability.attempts
            (failed_message_id, attempt_id, failed_at, receiving_endpoint, queue_address, exception_type, exception_message, exception_source, stack_trace)
        SELECT a.id, a.attempt_id, coalesce(a.failed_at, now()), a.receiving_endpoint, a.queue_address, a.exception_type, a.exception_message, a.exception_source, a.stack_trace
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            AS a (id, attempt_id, failed_at, receiving_endpoint, queue_address, exception_type, exception_message, exception_source, stack_trace)
        ON CONFLICT DO NOTHING
        RETURNING failed_message_id, attempt_id
        """;

    /// <param name="Now">By the clock of the database.</param>
    /// <param name="Standings">Of the messages that there were before.</param>
    /// <param name="Added">Messages that there were not, as <see cref="Standing.After"/> has them.</param>
    /// <param name="NewAttempts">Message and attempt.</param>
    internal sealed record Found(
        DateTimeOffset Now, IReadOnlyDictionary<Guid, Standing> Standings, IReadOnlyDictionary<Guid, Failure> Added, IReadOnlyCollection<(Guid, Guid)> NewAttempts);

    public static async Task<Found> AddAsync(NpgsqlTransaction transaction, IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        var failures = arrivals.OfType<Arrival.Failed>().Select(failed => failed.Failure).ToList();
        var first = failures.DistinctBy(failure => failure.Id).ToDictionary(failure => failure.Id);
        Guid[] ids = [.. arrivals.Select(arrival => arrival.MessageId).Distinct()];
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Now),
                Groups(failures),
                new NpgsqlBatchCommand(AddMessages),
                new NpgsqlBatchCommand(Lock) { Parameters = { Parameter.Of(ids) } },
                Attempts(failures),
            },
        };
        FailureColumns.AddTo(batch.BatchCommands[2], [.. first.Values]);

        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        var now = rows.GetFieldValue<DateTimeOffset>(0);
        await rows.NextResultAsync(cancellation);
        var added = new Dictionary<Guid, Failure>();
        while (await rows.ReadAsync(cancellation))
            added.Add(rows.GetGuid(0), first[rows.GetGuid(0)]);
        await rows.NextResultAsync(cancellation);
        var standings = new Dictionary<Guid, Standing>();
        while (await rows.ReadAsync(cancellation))
        {
            if (!added.ContainsKey(rows.GetGuid(0)))
                standings.Add(rows.GetGuid(0), Read(rows));
        }

        await rows.NextResultAsync(cancellation);
        var newAttempts = new List<(Guid, Guid)>();
        while (await rows.ReadAsync(cancellation))
            newAttempts.Add((rows.GetGuid(0), rows.GetGuid(1)));
        await rows.NextResultAsync(cancellation);
        return new Found(now, standings, added, newAttempts);
    }

    private static Standing Read(NpgsqlDataReader row) => new(
        FailureStatuses.FromColumn(row.GetString(1)), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4));

    private static NpgsqlBatchCommand Groups(IReadOnlyList<Failure> failures)
    {
        var groups = failures.SelectMany(failure => failure.Groups).DistinctBy(group => group.Id).ToList();
        return new NpgsqlBatchCommand(AddGroups)
        {
            Parameters =
            {
                Parameter.Column(groups, group => group.Id), Parameter.Column(groups, group => group.Classifier), Parameter.Column(groups, group => group.Title),
            },
        };
    }

    private static NpgsqlBatchCommand Attempts(IReadOnlyList<Failure> failures) => new(AddAttempts)
    {
        Parameters =
        {
            Parameter.Column(failures, failure => failure.Id),
            Parameter.Column(failures, failure => failure.AttemptId),
            Parameter.Column(failures, failure => failure.FailedAt),
            Parameter.Column(failures, failure => failure.ReceivingEndpoint),
            Parameter.Column(failures, failure => failure.QueueAddress),
            Parameter.Column(failures, failure => failure.ExceptionType),
            Parameter.Column(failures, failure => failure.ExceptionMessage),
            Parameter.Column(failures, failure => failure.ExceptionSource),
            Parameter.Column(failures, failure => failure.StackTrace),
        },
    };
}
