using Notifications.RecoverabilityEndpoint.Api.FailedMessages;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Events;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Watching;

/// <summary>What endpoints have checked of themselves. One that was dismissed is back when it is reported again.</summary>
internal static class CustomCheckRoutes
{
    private const string Prefix = "customchecks/";

    private const string Count = "SELECT count(*) FROM recoverability.custom_checks WHERE failed = ANY ($1)";

    private const string Newest =
        """
        SELECT check_id, custom_check_id, category, failed, reported_at, failure_reason, endpoint, host_id, host FROM recoverability.custom_checks
        WHERE failed = ANY ($1) ORDER BY reported_at DESC, check_id LIMIT $2 OFFSET $3
        """;

    private const string Remove = "DELETE FROM recoverability.custom_checks WHERE check_id = $1 RETURNING custom_check_id, endpoint";

    public static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database)
    {
        bool[] failed = http.Request.Query["status"].ToString().ToUpperInvariant() switch
        {
            "FAIL" => [true],
            "PASS" => [false],
            _ => [true, false],
        };
        var paging = Paging.Read(http.Request.Query);
        var total = await database.CountAsync(Count, http.RequestAborted, Parameter.Of(failed));
        return Answer.Page(
            http,
            await database.ListAsync(
                Newest,
                row => new CustomCheck(
                    row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetBoolean(3) ? "Fail" : "Pass", row.GetDateTime(4), row.Text(5),
                    new EndpointView(row.GetString(6), row.GetGuid(7), row.GetString(8))),
                http.RequestAborted,
                Parameter.Of(failed), Parameter.Of(paging.PerPage), Parameter.Of(paging.Offset)),
            total,
            paging);
    }

    public static async Task<IResult> DismissAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        if (!Guid.TryParse(id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace(Prefix, "", StringComparison.OrdinalIgnoreCase), out var check))
            return Problems.NotFound("such check");
        await using var change = await Change.BeginAsync(database, http.RequestAborted);
        if (await change.ReadAsync(Remove, row => $"{row.GetString(0)} of {row.GetString(1)}", Parameter.Of(check)) is { } name)
            await change.CommitAsync(new OperatingEvent(EventSeverity.Info, "CustomChecks", "CustomCheckDeleted", $"{caller.Id} has dismissed the check {name}.", []));
        return Answer.Accepted;
    }

    private sealed record CustomCheck(
        Guid Id, string CustomCheckId, string Category, string Status, DateTime ReportedAt, string? FailureReason, EndpointView OriginatingEndpoint);
}
