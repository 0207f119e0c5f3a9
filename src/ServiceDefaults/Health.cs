using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Notifications.ServiceDefaults;

/// <summary><c>/health/live</c>: the process answers, whatever it depends on. <c>/health/ready</c>: it can do its work, or which part cannot.</summary>
public static class Health
{
    /// <summary>Tag of the checks that readiness consists of.</summary>
    public const string Ready = "ready";

    internal static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, new
        {
            status = Text(report.Status),
            parts = report.Entries.ToDictionary(part => part.Key, part => new { status = Text(part.Value.Status), reason = part.Value.Description ?? "" }),
        });
    }

    private static string Text(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ready",
        HealthStatus.Degraded => "degraded",
        _ => "not ready",
    };
}
