using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>One failed message: its last failure, or all that is known of it.</summary>
internal static class OneFailureRoutes
{
    private const string Attempts =
        """
        SELECT failed_at, queue_address, exception_type, exception_message, exception_source, stack_trace
        FROM recoverability.attempts WHERE failed_message_id = $1 ORDER BY failed_at, attempt_id
        LIMIT 100
        """;

    private const string Groups =
        """
        SELECT g.group_id, g.title, g.classifier
        FROM recoverability.failed_messages f
        JOIN recoverability.groups g ON g.group_id IN (f.by_exception, f.by_type, f.by_address, f.by_instance, f.by_endpoint)
        WHERE f.failed_message_id = $1
        """;

    public static async Task<IResult> LastAsync(string id, HttpContext http, NpgsqlDataSource database) =>
        await FindAsync(id, database, http.RequestAborted) is { } failure ? Answer.Json(http, failure) : NotFound(id);

    public static async Task<IResult> WholeAsync(string id, HttpContext http, NpgsqlDataSource database)
    {
        if (await FindAsync(id, database, http.RequestAborted) is not { } failure)
            return NotFound(id);
        var headers = await MessageContents.HeadersOfAsync(database, failure.Id, http.RequestAborted);
        var attempts = await database.ListAsync(
            Attempts,
            row => new AttemptView(
                row.GetDateTime(0), failure.MessageId, new FailureDetails(row.Text(1), row.GetDateTime(0), new ExceptionView(row.GetString(2), row.GetString(3), row.Text(4), row.GetString(5))), null),
            http.RequestAborted,
            Parameter.Of(failure.Id));
        var groups = await database.ListAsync(
            Groups, row => new FailureGroup(row.GetGuid(0), row.GetString(1), row.GetString(2)), http.RequestAborted, Parameter.Of(failure.Id));
        // Headers are kept of the last failure alone.
        var last = attempts.Count - 1;
        return Answer.Json(http, new WholeFailure(failure.Id, failure.Id, failure.Status, [.. attempts.Select((attempt, i) => i == last ? attempt with { Headers = headers } : attempt)], groups));
    }

    public static IResult NotFound(string id) => Problems.NotFound($"failed message '{(id.Length <= 64 ? id : $"{id[..64]}…")}'");

    private static async Task<FailureView?> FindAsync(string id, NpgsqlDataSource database, CancellationToken cancellation) => Guid.TryParse(id, out var failedMessageId)
        ? await database.FirstAsync(
            $"SELECT {FailureView.WholeColumns} FROM recoverability.failed_messages LEFT JOIN recoverability.contents USING (failed_message_id) WHERE failed_message_id = $1",
            FailureView.Read,
            cancellation,
            Parameter.Of(failedMessageId))
        : null;

    private sealed record WholeFailure(Guid Id, Guid UniqueMessageId, string Status, IReadOnlyList<AttemptView> ProcessingAttempts, IReadOnlyList<FailureGroup> FailureGroups);

    private sealed record AttemptView(DateTime AttemptedAt, string MessageId, FailureDetails FailureDetails, IReadOnlyDictionary<string, string>? Headers);

    private sealed record FailureDetails(string? AddressOfFailingEndpoint, DateTime TimeOfFailure, ExceptionView Exception);

    private sealed record FailureGroup(Guid Id, string Title, string Type);
}
