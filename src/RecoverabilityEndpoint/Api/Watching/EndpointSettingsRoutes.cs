using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Watching;

/// <summary>Whether each process of an endpoint is watched, or only that there is any. The setting without a name is for all others; ServicePulse cannot do without it.</summary>
internal static class EndpointSettingsRoutes
{
    private const int LongestName = 1_000;

    private const string All = "SELECT name, track_instances FROM recoverability.endpoint_settings ORDER BY name LIMIT 5000";

    private const string Set =
        """
        INSERT INTO recoverability.endpoint_settings (name, track_instances) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET track_instances = excluded.track_instances
        """;

    public static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database)
    {
        var settings = await database.ListAsync(All, row => new EndpointSetting(row.GetString(0), row.GetBoolean(1)), http.RequestAborted);
        return Answer.List(http, settings.Exists(setting => setting.Name == "") ? settings : [new EndpointSetting("", false), .. settings]);
    }

    /// <param name="name">Nothing, behind the slash, for all others.</param>
    public static async Task<IResult> ChangeAsync(string? name, HttpContext http, NpgsqlDataSource database)
    {
        using var body = await RequestBody.ReadAsync(http);
        var setting = new EndpointSetting(ForeignText.Of(name ?? "").TrimEnd('/'), body.RootElement.Flag("trackinstances"));
        if (setting.Name.Length > LongestName)
            return Problems.Invalid($"A name has at most {LongestName} characters.");
        await using var command = database.CreateCommand(Set);
        command.Parameters.Add(Parameter.Of(setting.Name));
        command.Parameters.Add(Parameter.Of(setting.TrackInstances));
        await command.ExecuteNonQueryAsync(http.RequestAborted);
        return Answer.Accepted;
    }

    private sealed record EndpointSetting(string Name, bool TrackInstances);
}
