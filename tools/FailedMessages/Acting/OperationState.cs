using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.FailedMessages.Acting;

/// <summary>How far an operation is.</summary>
internal sealed record OperationState(string State, long Total, long Done, long Failed)
{
    private const string Read = "SELECT state, total, done, failed FROM recoverability.operations WHERE operation_id = $1";

    private const string Open =
        """
        SELECT operation_id FROM recoverability.operations
        WHERE group_id = $1 AND kind = $2 AND state <> 'completed'
        ORDER BY operation_id DESC LIMIT 1
        """;

    /// <summary>As long as nobody has begun.</summary>
    public bool IsWaiting => State == "waiting";

    public bool IsCompleted => State == "completed";

    /// <returns>Null when it is gone: it was completed so long ago.</returns>
    public static async Task<OperationState?> ReadAsync(NpgsqlDataSource database, Guid operation, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(Parameter.Of(operation));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new OperationState(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)) : null;
    }

    /// <summary>What is under way for a group; null when it has come to its end.</summary>
    public static async Task<Guid?> FindOpenAsync(NpgsqlDataSource database, Guid group, OperationKind kind, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Open);
        command.Parameters.Add(Parameter.Of(group));
        command.Parameters.Add(Parameter.Of(kind.ToString().ToLowerInvariant()));
        return await command.ExecuteScalarAsync(cancellation) as Guid?;
    }
}
