using Microsoft.AspNetCore.Http.HttpResults;
using Notifications.RecoverabilityEndpoint.Api.FailedMessages;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Events;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Editing;

/// <summary>
/// A failed message is changed and sent in place of the original, once. Whether an endpoint can read what it has become is not judged here: it may have been changed for an endpoint that can.
/// </summary>
internal static class EditRoutes
{
    private const string Find =
        """
        SELECT f.status, f.queue_address, c.headers FROM recoverability.failed_messages f JOIN recoverability.contents c USING (failed_message_id)
        WHERE failed_message_id = $1 FOR UPDATE OF f
        """;

    private const string Ask =
        """
        INSERT INTO recoverability.operations
            (operation_id, kind, scope, originator, requested_by, statuses, ids, state, prepared_upto, total, started_at)
        VALUES ($1, 'retry', 'SingleMessage', 'one message, edited', $2, '{unresolved}', ARRAY[$3], 'forwarding', $3, 1, now())
        """;

    /// <summary>Nothing when it is on its way already.</summary>
    private const string Return =
        """
        INSERT INTO recoverability.returns (failed_message_id, operation_id, edited_headers, edited_body) VALUES ($1, $2, $3, $4)
        ON CONFLICT (failed_message_id) DO NOTHING
        """;

    private const string Issue = "UPDATE recoverability.failed_messages SET status = 'retry_issued', last_modified = now() WHERE failed_message_id = $1";

    private static readonly EditConfiguration Configuration = new(true, LockedHeaders.Sensitive, LockedHeaders.Locked);

    public static IResult Configure(HttpContext http) => Answer.Json(http, Configuration);

    public static async Task<IResult> EditAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        using var body = await RequestBody.ReadAsync(http);
        var edited = EditedMessage.Read(body.RootElement);
        if (!Guid.TryParse(id, out var failedMessageId))
            return OneFailureRoutes.NotFound(id);

        await using var change = await Change.BeginAsync(database, http.RequestAborted);
        if (await change.ReadAsync(Find, Original.Read, Parameter.Of(failedMessageId)) is not { } original)
            return OneFailureRoutes.NotFound(id);
        if (original.Status != "unresolved")
            return Ignored(true);
        if (original.QueueAddress is null)
            return Problems.Invalid("It does not say where it failed, so it cannot be sent anywhere.");
        if (LockedHeaders.FirstChanged(original.Headers, edited.Headers) is { } locked)
            return Problems.Invalid($"The header {locked} must stay as it is.");

        var operation = Guid.CreateVersion7();
        await change.WriteAsync(Ask, Parameter.Of(operation), Parameter.Of(caller.Id), Parameter.Of(failedMessageId));
        var isFirst = await change.WriteAsync(
            Return, Parameter.Of(failedMessageId), Parameter.Of(operation), Parameter.Of(edited.HeadersToSend(failedMessageId, Guid.NewGuid())), Parameter.Of(edited.BodyToSend())) == 1;
        if (!isFirst)
            return Ignored(true);
        await change.WriteAsync(Issue, Parameter.Of(failedMessageId));
        await change.CommitAsync(new OperatingEvent(
            EventSeverity.Info, "MessageFailures", "MessageEditedAndRetried", $"{caller.Id} has edited a failed message; the edited one is sent in its place.", [$"/message/{failedMessageId:D}"], 1));
        return Ignored(false);
    }

    private static JsonHttpResult<Dictionary<string, bool>> Ignored(bool isIgnored) =>
        TypedResults.Json(new Dictionary<string, bool> { ["edit_ignored"] = isIgnored }, statusCode: StatusCodes.Status202Accepted);

    private sealed record Original(string Status, string? QueueAddress, IReadOnlyDictionary<string, string> Headers)
    {
        public static Original Read(NpgsqlDataReader row) => new(row.GetString(0), row.Text(1), MessageContents.Decode(row.GetFieldValue<byte[]>(2)));
    }

    private sealed record EditConfiguration(bool Enabled, IReadOnlyList<string> SensitiveHeaders, IReadOnlyList<string> LockedHeaders);
}
