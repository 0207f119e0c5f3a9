using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>The second half of a batch's transaction: what the arrivals make of the rows that the first half has locked or added.</summary>
internal static class ChangeTable
{
    private const string SetStandings =
        """
        UPDATE recoverability.failed_messages AS f
        SET status = c.status, attempts = c.attempts, first_failed_at = c.first_failed_at, last_modified = now()
        FROM unnest($1, $2, $3, $4) AS c (id, status, attempts, first_failed_at)
        WHERE f.failed_message_id = c.id
        """;

    private const string SetNewest =
        """
        UPDATE recoverability.failed_messages AS f
        SET message_id = m.message_id, message_type = m.message_type, is_control_message = m.is_control_message, conversation_id = m.conversation_id,
            content_type = m.content_type, body_size = m.body_size, sending_endpoint = m.sending_endpoint, sending_machine = m.sending_machine, sending_host_id = m.sending_host_id,
            receiving_endpoint = m.receiving_endpoint, receiving_machine = m.receiving_machine, receiving_host_id = m.receiving_host_id, queue_address = m.queue_address,
            exception_type = m.exception_type, exception_message = m.exception_message, exception_source = m.exception_source, unreadable = m.unreadable, time_sent = m.time_sent,
            failed_at = coalesce(m.failed_at, now()), by_exception = m.by_exception, by_type = m.by_type, by_address = m.by_address, by_instance = m.by_instance,
            by_endpoint = m.by_endpoint, edit_of = coalesce(m.edit_of, f.edit_of), last_modified = now()
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
            AS m (id, message_id, message_type, is_control_message, conversation_id, content_type, body_size, sending_endpoint, sending_machine, sending_host_id,
                  receiving_endpoint, receiving_machine, receiving_host_id, queue_address, exception_type, exception_message, exception_source, unreadable, time_sent,
                  failed_at, by_exception, by_type, by_address, by_instance, by_endpoint, edit_of)
        WHERE f.failed_message_id = m.id
        """;

    private const string SetContents =
        """
        INSERT INTO recoverability.contents (failed_message_id, headers, body, stack_trace)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (failed_message_id) DO UPDATE SET headers = excluded.headers, body = excluded.body, stack_trace = excluded.stack_trace
        """;

    /// <param name="changes">Of the batch.</param>
    /// <param name="found">Before it: what was added is as it should be already, unless more came.</param>
    public static IEnumerable<NpgsqlBatchCommand> Write(Changes changes, ArrivalTable.Found found)
    {
        var standings = changes.Standings.Where(change => !IsAsAdded(change.Id, change.Standing)).ToList();
        if (standings.Count > 0)
        {
            yield return new NpgsqlBatchCommand(SetStandings)
            {
                Parameters =
                {
                    Parameter.Column(standings, change => change.Id),
                    Parameter.Column(standings, change => change.Standing.Status.Column()),
                    Parameter.Column(standings, change => change.Standing.Attempts),
                    Parameter.Column(standings, change => change.Standing.FirstFailedAt),
                },
            };
        }

        if (changes.Newest.Where(failure => !ReferenceEquals(found.Added.GetValueOrDefault(failure.Id), failure)).ToList() is { Count: > 0 } newer)
        {
            var command = new NpgsqlBatchCommand(SetNewest);
            FailureColumns.AddTo(command, newer);
            yield return command;
        }

        if (changes.Newest is { Count: > 0 } newest)
        {
            yield return new NpgsqlBatchCommand(SetContents)
            {
                Parameters =
                {
                    Parameter.Column(newest, failure => failure.Id),
                    Parameter.Column(newest, failure => failure.Headers),
                    Parameter.Column(newest, failure => failure.Body.ToArray()),
                    Parameter.Column(newest, failure => failure.StackTrace),
                },
            };
        }

        bool IsAsAdded(Guid id, Standing standing) =>
            found.Added.GetValueOrDefault(id) is { } failure && standing == Standing.After(failure.FailedAt ?? found.Now);
    }
}
