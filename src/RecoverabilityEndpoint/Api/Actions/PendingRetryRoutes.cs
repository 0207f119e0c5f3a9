using System.Text.Json;
using Notifications.RecoverabilityEndpoint.Api.FailedMessages;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Events;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Actions;

/// <summary>Messages that were sent back, and nobody has said how that ended: sent once more, or taken for resolved.</summary>
internal static class PendingRetryRoutes
{
    private static readonly Selection Pending = new(FailureStatus.RetryIssued);

    /// <summary>In the order of ids, as everybody who locks several. What still waits to be sent is not pending.</summary>
    private const string Resolve =
        """
        WITH pending AS (
            SELECT failed_message_id FROM recoverability.failed_messages f
            WHERE status = 'retry_issued'
              AND ($1::uuid[] IS NULL OR failed_message_id = ANY ($1))
              AND ($2::timestamptz IS NULL OR last_modified >= $2) AND ($3::timestamptz IS NULL OR last_modified <= $3)
              AND NOT EXISTS (SELECT FROM recoverability.returns r WHERE r.failed_message_id = f.failed_message_id)
            ORDER BY failed_message_id FOR UPDATE)
        UPDATE recoverability.failed_messages f SET status = 'resolved', last_modified = now()
        FROM pending WHERE f.failed_message_id = pending.failed_message_id
        """;

    /// <summary>A list of ids, or an object with <c>from</c> and <c>to</c>.</summary>
    public static async Task<IResult> RetryAsync(HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        using var body = await RequestBody.ReadAsync(http);
        return body.RootElement.ValueKind == JsonValueKind.Array
            ? await ActionRoutes.AskAsync(OperationKind.Retry, Pending, RequestBody.IdsOf(body.RootElement), caller, database, http)
            : await RetryAsync(body.RootElement, null, caller, database, http);
    }

    public static async Task<IResult> RetryQueueAsync(HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        using var body = await RequestBody.ReadAsync(http);
        return body.RootElement.Text("queueaddress") is { Length: > 0 } queue
            ? await RetryAsync(body.RootElement, ForeignText.Of(queue), caller, database, http)
            : Problems.Invalid("queueaddress is missing.");
    }

    public static async Task<IResult> ResolveAsync(HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        using var body = await RequestBody.ReadAsync(http);
        var ids = body.RootElement.Member("uniquemessageids") is { } array ? RequestBody.IdsOf(array) : null;
        var (from, until) = RangeOf(body.RootElement);
        if (ids is null && from is null && until is null)
            return Problems.Invalid("Give uniquemessageids, or from and to.");

        await using var change = await Change.BeginAsync(database, http.RequestAborted);
        var resolved = await change.WriteAsync(Resolve, Parameter.OfNullable(ids?.ToArray()), Parameter.OfNullable(from), Parameter.OfNullable(until));
        await change.CommitAsync(resolved == 0 ? null : Told(resolved, ids, caller));
        return Answer.Accepted;
    }

    private static Task<IResult> RetryAsync(JsonElement body, string? queue, Caller caller, NpgsqlDataSource database, HttpContext http)
    {
        var (from, until) = RangeOf(body);
        var selection = Pending with { QueueAddress = queue, FailedFrom = from, FailedUntil = until };
        var (scope, originator) = queue is null ? (OperationScope.All, "pending retries") : (OperationScope.ByQueueAddress, $"pending retries of queue {queue}");
        return ActionRoutes.AskAsync(new AskedOperation(OperationKind.Retry, scope, originator, caller.Id, selection), database, http);
    }

    /// <summary>ServicePulse sends the beginning of 1970 where it means that there is no bound.</summary>
    private static (DateTime? From, DateTime? Until) RangeOf(JsonElement body)
    {
        var (from, until) = (TimeOf(body, "from"), TimeOf(body, "to"));
        return from == DateTime.UnixEpoch && until == DateTime.UnixEpoch ? (null, null) : (from, until);
    }

    private static DateTime? TimeOf(JsonElement body, string name) => body.Text(name) is { Length: > 0 } text ? FailureFilter.TimeOf(text, name) : null;

    private static OperatingEvent Told(int resolved, IReadOnlyList<Guid>? ids, Caller caller) => new(
        EventSeverity.Info, "MessageFailures", "MessageFailureResolvedManually", $"{caller.Id} has marked {resolved} messages that were sent back as resolved.",
        ids is [var id] ? [$"/message/{id:D}"] : [], resolved);
}
