using System.Globalization;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Watching;

/// <summary>What happened, newest first.</summary>
internal static class EventRoutes
{
    private const string Newest =
        """
        SELECT event_id, description, severity, raised_at, related_to, category, event_type FROM recoverability.events
        ORDER BY event_id DESC LIMIT $1 OFFSET $2
        """;

    public static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database)
    {
        var paging = Paging.Read(http.Request.Query);
        var total = await database.CountAsync("SELECT count(*) FROM recoverability.events", http.RequestAborted);
        return Answer.Page(
            http,
            await database.ListAsync(Newest, Read, http.RequestAborted, Parameter.Of(paging.PerPage), Parameter.Of(paging.Offset)),
            total,
            paging);
    }

    private static EventItem Read(NpgsqlDataReader row) => new(
        string.Create(CultureInfo.InvariantCulture, $"EventLogItem/{row.GetString(5)}/{row.GetString(6)}/{row.GetInt64(0)}"),
        row.GetString(1), row.GetString(2), row.GetDateTime(3), row.GetFieldValue<string[]>(4), row.GetString(5), row.GetString(6));

    private sealed record EventItem(string Id, string Description, string Severity, DateTime RaisedAt, IReadOnlyList<string> RelatedTo, string Category, string EventType);
}
