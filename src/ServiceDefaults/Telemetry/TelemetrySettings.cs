namespace Notifications.ServiceDefaults.Telemetry;

/// <summary>What of telemetry is ours to set; section <c>Telemetry</c>. The rest is OpenTelemetry's own variables, <c>OTEL_…</c>.</summary>
public sealed record TelemetrySettings
{
    /// <summary>
    /// The only port at which <c>/metrics</c> answers; the host must listen there (<c>ASPNETCORE_URLS=http://+:8080;http://+:9464</c>). Default 0: at every port that the host listens at.
    /// For a host whose other port is open to the world.
    /// </summary>
    public int MetricsPort { get; init; }

    public IEnumerable<string> Problems()
    {
        if (MetricsPort is < 0 or > 65_535)
            yield return $"Telemetry:MetricsPort is {MetricsPort}; give a port that the host listens at, or 0 for all of them.";
    }
}
