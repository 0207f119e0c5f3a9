namespace Notifications.ServiceDefaults.Configured;

/// <summary>An environment variable that is no key of a section.</summary>
/// <param name="Name">Exactly as it is written.</param>
/// <param name="Default">What counts without it.</param>
/// <param name="Effect">What it does, for the page of settings.</param>
internal sealed record KnownVariable(string Name, string Default, string Effect)
{
    public static readonly IReadOnlyList<KnownVariable> All =
    [
        new("DATABASE_URL", "", "Stands for `Database__ConnectionString`, also for the migrator and the tools.") { IsSecret = true, IsOwn = false },
        new("RABBITMQ_URL", "", "Stands for `Broker__Uri`.") { IsSecret = true, IsOwn = false },
        new("ASPNETCORE_URLS", "http://localhost:5000", "Where a host listens, separated by semicolons. The images set `http://+:8080`."),
        new("ASPNETCORE_ENVIRONMENT", "Production", "Names the file `appsettings.NAME.json` that is read besides `appsettings.json`, both beside the program; neither need be there."),
        new("DOTNET_RUNNING_IN_CONTAINER", "false", "`true`: the log is one JSON object a line. The images set it."),
        new("DOTNET_GCgen0size", "", "Room for new objects, in bytes, as a hexadecimal number: the collector comes when it is full. The images and the units of systemd set `0x4000000`, 64 MB."),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "", "Where traces and metrics are sent, such as `http://collector:4317`. Without it nothing is sent or recorded; `/metrics` is there all the same."),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "`grpc` or `http/protobuf`."),
        new("OTEL_EXPORTER_OTLP_HEADERS", "", "Headers for that endpoint, such as a token, as `name=value` separated by commas.") { IsSecret = true },
        new("OTEL_RESOURCE_ATTRIBUTES", "", "More attributes of this process, as `name=value` separated by commas."),
        new("OTEL_SDK_DISABLED", "false", "`true` switches traces and metrics off, `/metrics` too."),
        new("Serilog__MinimumLevel__Default", "Information", "How much is logged: `Verbose`, `Debug`, `Information`, `Warning`, `Error` or `Fatal`. `Log__LevelsFile` changes it while a host runs.") { IsOwn = false },
        new("Serilog__MinimumLevel__Override__SOURCE", "", "The same for sources whose name begins with SOURCE, such as `Notifications.Messaging`.") { IsOwn = false },
    ];

    public bool IsSecret { get; init; }

    /// <summary>Whether it is shown by its own name; the others are shown by the key that they set.</summary>
    public bool IsOwn { get; init; } = true;
}
