using Notifications.RecoverabilityEndpoint.Api.FailedMessages;
using Notifications.RecoverabilityEndpoint.Api.Groups;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.ServiceDefaults.Access;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Actions;

/// <summary>
/// What a person asks for. It is stored, answered with 202, and done afterwards by whichever process comes to it. Messages that are not in a state for it, or are not there, are passed over:
/// what a page of ServicePulse shows may be some seconds old.
/// </summary>
internal static class ActionRoutes
{
    private static readonly Selection Failed = new(FailureStatus.Unresolved);
    private static readonly Selection Archived = new(FailureStatus.Archived);

    public static async Task<IResult> RetryAsync(HttpContext http, Caller caller, NpgsqlDataSource database) =>
        await AskAsync(OperationKind.Retry, Failed, await RequestBody.ReadIdsAsync(http), caller, database, http);

    public static async Task<IResult> ArchiveAsync(HttpContext http, Caller caller, NpgsqlDataSource database) =>
        await AskAsync(OperationKind.Archive, Failed, await RequestBody.ReadIdsAsync(http), caller, database, http);

    public static async Task<IResult> RestoreAsync(HttpContext http, Caller caller, NpgsqlDataSource database) =>
        await AskAsync(OperationKind.Restore, Archived, await RequestBody.ReadIdsAsync(http), caller, database, http);

    public static Task<IResult> RetryOneAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database) =>
        AskAsync(OperationKind.Retry, Failed, [IdOf(id)], caller, database, http);

    public static Task<IResult> ArchiveOneAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database) =>
        AskAsync(OperationKind.Archive, Failed, [IdOf(id)], caller, database, http);

    public static Task<IResult> RetryGroupAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database) => AskGroupAsync(id, OperationKind.Retry, Failed, caller, database, http);

    public static Task<IResult> ArchiveGroupAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database) => AskGroupAsync(id, OperationKind.Archive, Failed, caller, database, http);

    public static Task<IResult> RestoreGroupAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database) => AskGroupAsync(id, OperationKind.Restore, Archived, caller, database, http);

    public static Task<IResult> RetryAllAsync(HttpContext http, Caller caller, NpgsqlDataSource database) =>
        AskAsync(new AskedOperation(OperationKind.Retry, OperationScope.All, "all messages", caller.Id, Failed), database, http);

    public static Task<IResult> RetryEndpointAsync(string endpoint, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        var name = ForeignText.Of(endpoint);
        return AskAsync(new AskedOperation(OperationKind.Retry, OperationScope.AllForEndpoint, $"endpoint {name}", caller.Id, Failed with { Endpoint = name }), database, http);
    }

    /// <param name="rest"><c>name/retry</c>: the name of a queue may have slashes, and ServicePulse sends them as they are.</param>
    public static Task<IResult> RetryQueueAsync(string rest, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        const string Retry = "/retry";
        var path = ForeignText.Of(rest.TrimEnd('/').Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        if (!path.EndsWith(Retry, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult<IResult>(Problems.NotFound("such address"));
        var queue = path[..^Retry.Length];
        return AskAsync(new AskedOperation(OperationKind.Retry, OperationScope.ByQueueAddress, $"queue {queue}", caller.Id, Failed with { QueueAddress = queue }), database, http);
    }

    /// <param name="range"><c>from...until</c>: when they failed.</param>
    public static Task<IResult> RestoreRangeAsync(string range, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        var (from, until) = FailureFilter.TimesOf(range, "The range");
        return AskAsync(new AskedOperation(OperationKind.Restore, OperationScope.All, $"failed {range}", caller.Id, Archived with { FailedFrom = from, FailedUntil = until }), database, http);
    }

    public static Task<IResult> AskAsync(OperationKind kind, Selection selection, IReadOnlyList<Guid> ids, Caller caller, NpgsqlDataSource database, HttpContext http) =>
        AskAsync(
            ids.Count == 1
                ? new AskedOperation(kind, OperationScope.SingleMessage, "one message", caller.Id, selection with { Ids = ids })
                : new AskedOperation(kind, OperationScope.MultipleMessages, "a selection of messages", caller.Id, selection with { Ids = ids }),
            database, http);

    /// <summary>Also when the same is under way: what was asked for is being done.</summary>
    public static async Task<IResult> AskAsync(AskedOperation asked, NpgsqlDataSource database, HttpContext http)
    {
        await OperationTable.AskAsync(database, asked, http.RequestAborted);
        return Answer.Accepted;
    }

    private static async Task<IResult> AskGroupAsync(string id, OperationKind kind, Selection selection, Caller caller, NpgsqlDataSource database, HttpContext http) =>
        await GroupTable.FindAsync(database, id, http.RequestAborted) is { } group
            ? await AskAsync(new AskedOperation(kind, OperationScope.FailureGroup, group.Title, caller.Id, selection with { Group = group.Id }), database, http)
            : GroupRoutes.NotFound(id);

    private static Guid IdOf(string text) => Guid.TryParse(text, out var id) ? id : throw new InvalidRequestException("That is not the id of a failed message.");
}
