using System.Globalization;
using Notifications.Messages;
using Notifications.RecoverabilityEndpoint.Api.Http;

namespace Notifications.RecoverabilityEndpoint.Api.About;

/// <summary>How this host is set up, as far as ServicePulse shows it.</summary>
internal static class ConfigurationRoutes
{
    public const string InstanceName = Endpoints.Recoverability;

    /// <summary>Without a part for MassTransit's connector: ServicePulse takes the part itself for one that is connected.</summary>
    public static IResult Show(HttpContext http, ShownSettings shown) => Answer.Json(http, new Configuration(
        new HostConfiguration(InstanceName, new LoggingConfiguration("standard output", "Information")),
        new DataRetention(Duration(shown.ErrorRetention)),
        new Dictionary<string, string>(),
        new TransportConfiguration("RabbitMQ", "", Endpoints.Error, false),
        new PluginConfiguration(Duration(shown.HeartbeatGrace)),
        new Dictionary<string, string>()));

    /// <summary>There are no others.</summary>
    public static IResult Remotes(HttpContext http) => Answer.Json<IReadOnlyList<string>>(http, []);

    /// <summary>What an endpoint needs to know to be seen here. These names go into its own settings as they are.</summary>
    public static IResult Connection(HttpContext http, ShownSettings shown)
    {
        var settings = new Dictionary<string, object> { ["ErrorQueue"] = Endpoints.Error };
        if (shown.HeartbeatQueue != "")
        {
            settings["Heartbeats"] = new Dictionary<string, object> { ["Enabled"] = true, ["HeartbeatsQueue"] = shown.HeartbeatQueue };
            settings["CustomChecks"] = new Dictionary<string, object> { ["Enabled"] = true, ["CustomChecksQueue"] = shown.HeartbeatQueue };
        }

        return Answer.Json(http, new Dictionary<string, object> { ["settings"] = settings, ["errors"] = Array.Empty<string>() });
    }

    /// <summary>What stands before a dot is taken for days, so there is none without them.</summary>
    private static string Duration(TimeSpan time) => time.ToString(time.Days == 0 ? @"hh\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    private sealed record Configuration(
        HostConfiguration Host, DataRetention DataRetention, IReadOnlyDictionary<string, string> PerformanceTunning, TransportConfiguration Transport, PluginConfiguration Plugins,
        IReadOnlyDictionary<string, string> PersistenceSettings);

    private sealed record HostConfiguration(string InstanceName, LoggingConfiguration Logging);

    private sealed record LoggingConfiguration(string LogPath, string LoggingLevel);

    private sealed record DataRetention(string ErrorRetentionPeriod);

    private sealed record TransportConfiguration(string TransportType, string ErrorLogQueue, string ErrorQueue, bool ForwardErrorMessages);

    private sealed record PluginConfiguration(string HeartbeatGracePeriod);
}
