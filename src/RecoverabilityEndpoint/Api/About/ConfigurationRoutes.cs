using System.Globalization;
using Notifications.Messages;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Api.Watching;

namespace Notifications.RecoverabilityEndpoint.Api.About;

/// <summary>How this host is set up, as far as ServicePulse shows it.</summary>
internal static class ConfigurationRoutes
{
    public const string InstanceName = Endpoints.Recoverability;

    /// <summary>What ServicePulse counts down from beside an archived message.</summary>
    public static readonly TimeSpan ErrorRetention = TimeSpan.FromDays(30);

    private static readonly Configuration Shown = new(
        new HostConfiguration(InstanceName, new LoggingConfiguration("standard output", "Information")),
        new DataRetention(Duration(ErrorRetention)),
        new Dictionary<string, string>(),
        new TransportConfiguration("RabbitMQ", "", Endpoints.Error, false),
        new PluginConfiguration(Duration(EndpointRoutes.GracePeriod)),
        new Dictionary<string, string>());

    /// <summary>Without a part for MassTransit's connector: ServicePulse takes the part itself for one that is connected.</summary>
    public static IResult Show(HttpContext http) => Answer.Json(http, Shown);

    /// <summary>There are no others.</summary>
    public static IResult Remotes(HttpContext http) => Answer.Json<IReadOnlyList<string>>(http, []);

    /// <summary>What an endpoint needs to know to be seen here. These names go into its own settings as they are.</summary>
    public static IResult Connection(HttpContext http) => Answer.Json(http, new Dictionary<string, object>
    {
        ["settings"] = new Dictionary<string, object>
        {
            ["ErrorQueue"] = Endpoints.Error,
            ["Heartbeats"] = new Dictionary<string, object> { ["Enabled"] = true, ["HeartbeatsQueue"] = Endpoints.Recoverability },
            ["CustomChecks"] = new Dictionary<string, object> { ["Enabled"] = true, ["CustomChecksQueue"] = Endpoints.Recoverability },
        },
        ["errors"] = Array.Empty<string>(),
    });

    /// <summary>Days, a dot and the rest, also of none: ServicePulse takes what stands before a dot for days.</summary>
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
