using Microsoft.AspNetCore.Http.HttpResults;
using Notifications.RecoverabilityEndpoint.Api.About;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Events;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Watching;

/// <summary>Processes of endpoints that send heartbeats, and which of them are watched. Read each time: ServicePulse asks again right after a change.</summary>
internal static class EndpointRoutes
{
    private const string All =
        """
        SELECT endpoint_id, name, host_id, host, monitored, beat_at, beat_at IS NOT NULL AND NOT is_down AND beat_at > now() - $1
        FROM recoverability.endpoints ORDER BY name, host, endpoint_id
        LIMIT 5000
        """;

    private const string Monitor = "UPDATE recoverability.endpoints SET monitored = $2 WHERE endpoint_id = $1 AND monitored <> $2 RETURNING name, host";
    private const string Remove = "DELETE FROM recoverability.endpoints WHERE endpoint_id = $1 RETURNING name, host";
    private const string Exists = "SELECT name FROM recoverability.endpoints WHERE endpoint_id = $1";

    public static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database, ShownSettings settings) => Answer.List(
        http, (await ReadAsync(database, settings, http)).ConvertAll(one => new EndpointInstance(
            one.Id, one.Name, one.Host, one.IsMonitored, one.IsMonitored, one.LastBeat is not null,
            one.LastBeat is { } last ? new HeartbeatInformation(last, one.IsBeating ? "beating" : "dead") : null)));

    public static async Task<IResult> KnownAsync(HttpContext http, NpgsqlDataSource database, ShownSettings settings) => Answer.List(
        http, (await ReadAsync(database, settings, http)).ConvertAll(one => new KnownEndpoint(one.Id, one.Host, one.IsMonitored, new EndpointDetails(one.Name, one.HostId, one.Host))));

    /// <summary>Of those that are watched.</summary>
    public static async Task<IResult> StatisticsAsync(HttpContext http, NpgsqlDataSource database, ShownSettings settings)
    {
        var watched = (await ReadAsync(database, settings, http)).FindAll(one => one.IsMonitored && one.LastBeat is not null);
        return Answer.Json(http, new Statistics(watched.Count(one => one.IsBeating), watched.Count(one => !one.IsBeating)));
    }

    public static async Task<IResult> ChangeAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        using var body = await RequestBody.ReadAsync(http);
        var isWatched = body.RootElement.Flag("monitorheartbeat");
        if (!Guid.TryParse(id, out var endpoint))
            return NotFound();
        await using var change = await Change.BeginAsync(database, http.RequestAborted);
        if (await change.ReadAsync(Monitor, NameOf, Parameter.Of(endpoint), Parameter.Of(isWatched)) is { } name)
            await change.CommitAsync(Told(isWatched ? "MonitoringEnabledForEndpoint" : "MonitoringDisabledForEndpoint", $"{caller.Id} has switched {(isWatched ? "on" : "off")} the watch over heartbeats of {name}."));
        else if (await change.ReadAsync(Exists, Parameter.Of(endpoint)) is null)
            return NotFound();
        return Answer.Accepted;
    }

    /// <summary>One that still beats is back with its next beat.</summary>
    public static async Task<IResult> RemoveAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        if (!Guid.TryParse(id, out var endpoint))
            return NotFound();
        await using var change = await Change.BeginAsync(database, http.RequestAborted);
        if (await change.ReadAsync(Remove, NameOf, Parameter.Of(endpoint)) is not { } name)
            return NotFound();
        await change.CommitAsync(Told("EndpointRemoved", $"{caller.Id} has removed {name} from the list of endpoints."));
        return TypedResults.NoContent();
    }

    public static IResult Options(HttpContext http)
    {
        http.Response.Headers.Allow = "GET, HEAD, OPTIONS, PATCH, DELETE";
        return TypedResults.Ok();
    }

    private static Task<List<Row>> ReadAsync(NpgsqlDataSource database, ShownSettings settings, HttpContext http) => database.ListAsync(
        All,
        row => new Row(row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GetString(3), row.GetBoolean(4), row.Time(5), row.GetBoolean(6)),
        http.RequestAborted,
        Parameter.Of(settings.HeartbeatGrace));

    private static string NameOf(NpgsqlDataReader row) => $"{row.GetString(0)} on {row.GetString(1)}";

    private static OperatingEvent Told(string type, string sentence) => new(EventSeverity.Info, "EndpointControl", type, sentence, []);

    private static ProblemHttpResult NotFound() => Problems.NotFound("such endpoint");

    private sealed record Row(Guid Id, string Name, Guid HostId, string Host, bool IsMonitored, DateTime? LastBeat, bool IsBeating);

    private sealed record EndpointInstance(
        Guid Id, string Name, string HostDisplayName, bool Monitored, bool MonitorHeartbeat, bool IsSendingHeartbeats, HeartbeatInformation? HeartbeatInformation);

    private sealed record HeartbeatInformation(DateTime LastReportAt, string ReportedStatus);

    private sealed record KnownEndpoint(Guid Id, string HostDisplayName, bool Monitored, EndpointDetails EndpointDetails);

    private sealed record EndpointDetails(string Name, Guid HostId, string Host);

    private sealed record Statistics(int Active, int Failing);
}
