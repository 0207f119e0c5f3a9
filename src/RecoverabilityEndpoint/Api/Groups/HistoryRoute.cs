using Notifications.RecoverabilityEndpoint.Api.Http;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Groups;

/// <summary>What was sent back lately, and of which groups nobody has seen the end.</summary>
internal static class HistoryRoute
{
    private const string Columns = "coalesce(group_id, operation_id), scope, coalesce(started_at, requested_at), completed_at, originator, done";

    private const string Newest = $"SELECT {Columns} FROM recoverability.operations WHERE kind = 'retry' AND state = 'completed' ORDER BY completed_at DESC LIMIT 10";

    private const string Unseen =
        $"""
         SELECT {Columns} FROM recoverability.operations
         WHERE kind = 'retry' AND state = 'completed' AND group_id IS NOT NULL AND dismissed_at IS NULL ORDER BY completed_at DESC LIMIT 100
         """;

    public static async Task<IResult> ShowAsync(HttpContext http, NpgsqlDataSource database) => Answer.Json(http, new History(
        "RetryOperations/History",
        await database.ListAsync(Newest, Read, http.RequestAborted),
        await database.ListAsync(Unseen, Read, http.RequestAborted)));

    private static HistoricOperation Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetDateTime(2), row.GetDateTime(3), row.GetString(4), false, row.GetInt64(5));

    private sealed record History(string Id, IReadOnlyList<HistoricOperation> HistoricOperations, IReadOnlyList<HistoricOperation> UnacknowledgedOperations);

    private sealed record HistoricOperation(
        Guid RequestId, string RetryType, DateTime StartTime, DateTime CompletionTime, string Originator, bool Failed, long NumberOfMessagesProcessed);
}
