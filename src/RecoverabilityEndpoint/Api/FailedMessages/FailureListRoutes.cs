using Notifications.RecoverabilityEndpoint.Api.Groups;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>Lists of failed messages: all, those of a group, those of an endpoint. <c>page</c>, <c>per_page</c>, <c>sort</c>, <c>direction</c>, <c>status</c>, <c>modified</c>, <c>queueaddress</c>.</summary>
internal static class FailureListRoutes
{
    public static Task<IResult> AllAsync(HttpContext http, NpgsqlDataSource database, SharedCounts counts) =>
        ListAsync(http, database, counts, FailureFilter.Read(http.Request.Query));

    public static Task<IResult> OfEndpointAsync(string name, HttpContext http, NpgsqlDataSource database, SharedCounts counts) =>
        ListAsync(http, database, counts, FailureFilter.Read(http.Request.Query) with { Endpoint = ForeignText.Of(name) });

    public static async Task<IResult> OfGroupAsync(string groupId, HttpContext http, NpgsqlDataSource database, SharedCounts counts)
    {
        var filter = FailureFilter.Read(http.Request.Query);
        return await GroupTable.FindAsync(database, groupId, http.RequestAborted) is { } group
            ? await ListAsync(http, database, counts, filter with { Group = group.Id, Classifier = group.Classifier })
            : Answer.Page<FailureView>(http, [], 0, Paging.Read(http.Request.Query));
    }

    /// <summary>How many there are in each state.</summary>
    public static async Task<IResult> SummaryAsync(HttpContext http, SharedCounts counts)
    {
        var summary = new Dictionary<string, long>();
        foreach (var status in Enum.GetValues<FailureStatus>())
            summary[status.Column()] = await counts.CountAsync(new FailureFilter([status]), http.RequestAborted);
        return Answer.Json(http, summary);
    }

    /// <summary>Also for HEAD, which asks for the number alone.</summary>
    private static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database, SharedCounts counts, FailureFilter filter)
    {
        var paging = Paging.Read(http.Request.Query);
        var total = await counts.CountAsync(filter, http.RequestAborted);
        var items = paging.Offset >= total || HttpMethods.IsHead(http.Request.Method) ? [] : await ReadAsync(database, filter, Sorting.Read(http.Request.Query), paging, http.RequestAborted);
        return Answer.Page(http, items, total, paging);
    }

    private static Task<List<FailureView>> ReadAsync(NpgsqlDataSource database, FailureFilter filter, string order, Paging paging, CancellationToken cancellation)
    {
        var (conditions, parameters) = filter.ToSql();
        parameters.AddRange([Parameter.Of(paging.PerPage), Parameter.Of(paging.Offset)]);
        // Contents are looked up for what is on the page, not for what is left out before it.
        return database.ListAsync(
            $"""
             SELECT {FailureView.ShortColumns}
             FROM (SELECT * FROM recoverability.failed_messages
                   WHERE {conditions} ORDER BY {order} LIMIT ${parameters.Count - 1} OFFSET ${parameters.Count}) page
             LEFT JOIN recoverability.contents USING (failed_message_id)
             ORDER BY {order}
             """,
            FailureView.Read,
            cancellation,
            parameters);
    }
}
