using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Notifications.ServiceDefaults.Telemetry;

/// <summary>
/// Traces and metrics by OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to, and metrics for Prometheus at <c>/metrics</c>. The sources are listed here and nowhere
/// else. RabbitMQ.Client's are not among them: it has a span for each publish and delivery, and so have we, with how it ended.
/// </summary>
internal static class TelemetrySetup
{
    private const string Metrics = "/metrics";
    private static readonly PathString Health = "/health";

    /// <returns>Whether it is on: <c>OTEL_SDK_DISABLED</c> switches all of it off.</returns>
    public static bool AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        builder.AddSettings<TelemetrySettings>("Telemetry", settings => settings.Problems());
        if (builder.Configuration.GetValue("OTEL_SDK_DISABLED", false))
            return false;

        var isExported = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                service, serviceNamespace: "Notifications", typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3), serviceInstanceId: $"{Environment.MachineName}/{Environment.ProcessId}"))
            .WithTracing(tracing => Trace(tracing, isExported))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddMeter("Notifications.*", "Npgsql", "Quartz", "mailkit.net.smtp", "mailkit.net.socket", "System.Runtime")
                .AddPrometheusExporter());
        if (isExported)
            telemetry.UseOtlpExporter();
        return true;
    }

    /// <summary>Before everything else that a request passes: it asks for no token. Elsewhere than at its port there is nothing of the kind.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<TelemetrySettings>().MetricsPort;
        app.UseOpenTelemetryPrometheusScrapingEndpoint(http => http.Request.Path == Metrics && (port == 0 || http.Connection.LocalPort == port));
    }

    private static void Trace(TracerProviderBuilder tracing, bool isExported)
    {
        tracing
            .AddAspNetCoreInstrumentation(options => options.Filter = http => !http.Request.Path.StartsWithSegments(Health) && http.Request.Path != Metrics)
            .AddNpgsql()
            .AddSource("Notifications.*", "MailKit.Net.SmtpClient");
        // Nobody would get them, so nothing is recorded; the ids still go along, for the logs.
        if (!isExported)
            tracing.SetSampler(new AlwaysOffSampler());
    }
}
