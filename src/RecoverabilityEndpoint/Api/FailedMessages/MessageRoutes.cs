using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>Messages of any kind, for ServicePulse's views of them. Those that were handled are not kept here, so all of these have failed.</summary>
internal static class MessageRoutes
{
    /// <summary>Messages that are shown with their headers.</summary>
    private const int MostWhole = 200;

    private const string Whole = $"SELECT {MessageView.Columns}, headers FROM recoverability.failed_messages LEFT JOIN recoverability.contents USING (failed_message_id)";

    /// <summary>Parts of what a person would look for, whatever the case of letters. There is no index for it: whoever searches waits for a look at all of them.</summary>
    private const string Matches =
        "(message_id ILIKE {0} OR message_type ILIKE {0} OR receiving_endpoint ILIKE {0} OR exception_type ILIKE {0} OR exception_message ILIKE {0} OR conversation_id ILIKE {0})";

    /// <summary>By the exact message id: ServicePulse opens a failed message by it. Or else by a part of what is known.</summary>
    public static async Task<IResult> SearchAsync(string text, HttpContext http, NpgsqlDataSource database)
    {
        // A slash in a part of a path arrives as it was sent.
        string[] ids = [ForeignText.Of(text), ForeignText.Of(text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase))];
        var found = await database.ListAsync(
            $"{Whole} WHERE message_id = ANY ($1) ORDER BY failed_at DESC LIMIT {MostWhole}", MessageView.Read, http.RequestAborted, Parameter.Of(ids));
        return found.Count > 0 ? Answer.List(http, found) : await ListAsync(http, database, Paging.Read(http.Request.Query), new Wanted(ids[1], null, null, null));
    }

    public static async Task<IResult> OfConversationAsync(string id, HttpContext http, NpgsqlDataSource database) => Answer.List(http, await database.ListAsync(
        $"{Whole} WHERE conversation_id = $1 ORDER BY time_sent NULLS LAST, failed_message_id LIMIT {MostWhole}", MessageView.Read, http.RequestAborted, Parameter.Of(ForeignText.Of(id))));

    public static Task<IResult> AllAsync(HttpContext http, NpgsqlDataSource database) =>
        ListAsync(http, database, Paging.Read(http.Request.Query), Wanted.Read(http.Request.Query));

    public static Task<IResult> OfEndpointAsync(string name, HttpContext http, NpgsqlDataSource database) =>
        ListAsync(http, database, Paging.Read(http.Request.Query), Wanted.Read(http.Request.Query) with { Endpoint = ForeignText.Of(name) });

    /// <summary>The same for the page of all messages, which calls the size of a page something else.</summary>
    public static Task<IResult> NewestAsync(HttpContext http, NpgsqlDataSource database) =>
        ListAsync(http, database, Paging.Read(http.Request.Query, "page_size"), Wanted.Read(http.Request.Query));

    /// <summary>Without headers: those of a whole page could be many megabytes, and no list shows them.</summary>
    private static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database, Paging paging, Wanted wanted)
    {
        var (conditions, parameters) = wanted.ToSql();
        var total = await database.CountAsync($"SELECT count(*) FROM recoverability.failed_messages WHERE {conditions}", http.RequestAborted, parameters);
        if (paging.Offset >= total)
            return Answer.Page<MessageView>(http, [], total, paging);
        (conditions, parameters) = wanted.ToSql();
        parameters.AddRange([Parameter.Of(paging.PerPage), Parameter.Of(paging.Offset)]);
        var items = await database.ListAsync(
            $"""
             SELECT {MessageView.Columns}, NULL::bytea FROM recoverability.failed_messages
             WHERE {conditions} ORDER BY {Sorting.Read(http.Request.Query)} LIMIT ${parameters.Count - 1} OFFSET ${parameters.Count}
             """,
            MessageView.Read,
            http.RequestAborted,
            parameters);
        return Answer.Page(http, items, total, paging);
    }

    private sealed record Wanted(string? Text, string? Endpoint, DateTime? SentFrom, DateTime? SentUntil)
    {
        public static Wanted Read(IQueryCollection query) => new(
            ForeignText.OfNullable(query["q"]), ForeignText.OfNullable(query["endpoint_name"]), TimeOf(query["from"], "from"), TimeOf(query["to"], "to"));

        public (string Conditions, List<NpgsqlParameter> Parameters) ToSql()
        {
            var conditions = new List<string> { "true" };
            var parameters = new List<NpgsqlParameter>();
            if (Text is not null)
                Add(Matches, Parameter.Of($"%{Escape(Text)}%"));
            if (Endpoint is not null)
                Add("receiving_endpoint = {0}", Parameter.Of(Endpoint));
            if (SentFrom is { } from)
                Add("time_sent >= {0}", Parameter.Of(from));
            if (SentUntil is { } until)
                Add("time_sent <= {0}", Parameter.Of(until));
            return (string.Join(" AND ", conditions), parameters);

            void Add(string condition, NpgsqlParameter parameter)
            {
                parameters.Add(parameter);
                conditions.Add(condition.Replace("{0}", $"${parameters.Count}", StringComparison.Ordinal));
            }
        }

        private static DateTime? TimeOf(string? text, string name) => string.IsNullOrEmpty(text) ? null : FailureFilter.TimeOf(text, name);

        private static string Escape(string text) =>
            text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
    }
}
