using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Hosts;

/// <summary>One of our programs: what it is called, where it is, what it is told, when it is ready.</summary>
public sealed record HostPlan(string Name, string Project, IReadOnlyDictionary<string, string> Settings)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Another build of the program; null for the one that lies beside us.</summary>
    public string? Program { get; init; }

    /// <summary>Answers 200 when the host is ready; null for a program that runs to its end.</summary>
    public Uri? Ready { get; init; }

    public IReadOnlyList<NeededPort> Ports { get; init; } = [];

    public ProcessPlan ToProcess() =>
        new(Name, "dotnet", [Program ?? BuildOutput.ProgramOf(Project), .. Arguments]) { Environment = Settings, WorkingFolder = BuildOutput.Root };
}

/// <summary>All our programs, in the order they start in; they stop the other way round.</summary>
public static class HostPlans
{
    public static readonly Uri Orders = new("http://127.0.0.1:8080/");
    public static readonly Uri MailPage = new("http://127.0.0.1:8025/");
    public static readonly Uri Notification = new("http://127.0.0.1:8081/");
    public static readonly Uri Reconciliation = new("http://127.0.0.1:8082/");

    /// <summary>The port that ServicePulse asks unless it is told another.</summary>
    public static readonly Uri Recoverability = new("http://127.0.0.1:33333/");

    private const int SmtpPort = 1025;

    private static readonly Dictionary<string, string> Nothing = [];

    private static readonly Dictionary<string, string> Database = new() { ["Database__ConnectionString"] = ServerAddresses.Local.Postgres };

    private static readonly Dictionary<string, string> DatabaseAndBroker = new(Database)
    {
        ["Broker__Uri"] = ServerAddresses.Local.Broker.AbsoluteUri,
        ["ServiceControl__HeartbeatQueue"] = "Particular.ServiceControl",
    };

    /// <summary>Brings the schema up to date before any host looks at it.</summary>
    public static readonly HostPlan Migrator = new("migrator", "Database", Database);

    public static readonly HostPlan MailCatcher = new("mail-catcher", "MailCatcher", new Dictionary<string, string>())
    {
        Arguments = ["--smtp-port", $"{SmtpPort}", "--http-port", $"{MailPage.Port}"],
        Ready = new Uri(MailPage, "api/v2/messages"),
        Ports = [new(SmtpPort, "the mail catcher (SMTP)"), new(MailPage.Port, "the mail catcher's page")],
    };

    /// <summary>They need each other only through the servers, so they start side by side.</summary>
    /// <param name="access">Whom the orders API lets in.</param>
    /// <param name="telemetry">Where all of them send their spans to.</param>
    public static IReadOnlyList<HostPlan> Endpoints(IReadOnlyDictionary<string, string> access, IReadOnlyDictionary<string, string> telemetry) =>
    [
        Web("orders", "OrdersEndpoint", Orders, "the orders API", new(DatabaseAndBroker.Concat(telemetry).Concat(access))
        {
            ["Documentation__Page"] = "true",
            ["Stopping__AnnounceFor"] = "00:00:00", // there is no load balancer to tell
        }),
        Web("notification", "NotificationEndpoint", Notification, "the notification endpoint's health", new(DatabaseAndBroker.Concat(telemetry))
        {
            ["Smtp__Relays__0__Host"] = "127.0.0.1",
            ["Smtp__Relays__0__Port"] = $"{SmtpPort}",
            ["Smtp__Relays__0__Tls"] = "None", // on loopback
            ["Smtp__From"] = "Shop <orders@shop.example>",
        }),
        Web("reconciliation", "ReconciliationJob", Reconciliation, "the reconciliation job's health and /sla", new(DatabaseAndBroker.Concat(telemetry))),
        Web("recoverability", "RecoverabilityEndpoint", Recoverability, "the recoverability endpoint's API for ServicePulse", new(DatabaseAndBroker.Concat(telemetry))
        {
            ["ServicePulse__Open"] = "true", // on loopback
            ["ServicePulse__Origins__0"] = "http://localhost:9090",
            ["ServicePulse__Origins__1"] = "http://127.0.0.1:9090",
        }),
    ];

    public static IEnumerable<NeededPort> Ports => [.. MailCatcher.Ports, .. Endpoints(access: Nothing, telemetry: Nothing).SelectMany(host => host.Ports)];

    private static HostPlan Web(string name, string project, Uri address, string portIsFor, Dictionary<string, string> settings) =>
        new(name, project, new Dictionary<string, string>(settings) { ["ASPNETCORE_URLS"] = address.AbsoluteUri })
        {
            Ready = new Uri(address, "health/ready"),
            Ports = [new(address.Port, portIsFor)],
        };
}
