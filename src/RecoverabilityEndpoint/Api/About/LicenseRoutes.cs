using Notifications.RecoverabilityEndpoint.Api.Http;

namespace Notifications.RecoverabilityEndpoint.Api.About;

/// <summary>This host needs no license. ServicePulse asks for one, and blocks its pages when the answer says that it has ended.</summary>
internal static class LicenseRoutes
{
    private static readonly License Unlimited = new("", "valid", "Valid", ConfigurationRoutes.InstanceName);

    private static readonly UsageTestResult Tested = new("RabbitMQ", ConnectionResult.Good, ConnectionResult.Good, ConnectionResult.Good);

    private static readonly Report NoReport = new("RabbitMQ", false, "Usage is not measured here.");

    public static IResult Show(HttpContext http) => Answer.Json(http, Unlimited);

    /// <summary>There are none; 404 would be shown as a fault.</summary>
    public static IResult Details() => TypedResults.NoContent();

    public static IResult UsageTest(HttpContext http) => Answer.Json(http, Tested);

    public static IResult UsageSettings(HttpContext http) => Answer.Json(http, new UsageConnections([], [], []));

    public static IResult Nothing(HttpContext http) => Answer.Json<IReadOnlyList<string>>(http, []);

    public static IResult ReportAvailable(HttpContext http) => Answer.Json(http, NoReport);

    /// <param name="Edition">And all that is empty: ServicePulse cannot do without the member, and shows nothing.</param>
    private sealed record License(string Edition, string Status, string LicenseStatus, string InstanceName)
    {
        public bool TrialLicense { get; }

        public string RegisteredTo { get; } = "";

        public string ExpirationDate { get; } = "";

        public string UpgradeProtectionExpiration { get; } = "";

        public string LicenseType { get; } = "";

        public IReadOnlyList<string> Products { get; } = [];

        public bool HasEndpointMetadata { get; }

        public string LicenseExtensionUrl { get; } = "";
    }

    private sealed record UsageTestResult(string Transport, ConnectionResult AuditConnectionResult, ConnectionResult MonitoringConnectionResult, ConnectionResult BrokerConnectionResult);

    private sealed record ConnectionResult(bool ConnectionSuccessful, IReadOnlyList<string> ConnectionErrorMessages, string Diagnostics)
    {
        public static readonly ConnectionResult Good = new(true, [], "");
    }

    private sealed record UsageConnections(IReadOnlyList<string> BrokerSettings, IReadOnlyList<string> ServiceControlSettings, IReadOnlyList<string> MonitoringSettings);

    private sealed record Report(string Transport, bool ReportCanBeGenerated, string Reason);
}
