using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Notifications.ServiceDefaults;

/// <summary>
/// <c>/health/live</c>: the process answers, whatever it depends on. <c>/health/startup</c>: it has started, whatever it depends on.
/// <c>/health/ready</c>: it can do its work, or which part cannot.
/// </summary>
public static class Health
{
    /// <summary>Tag of the checks that readiness consists of.</summary>
    public const string Ready = "ready";

    private const string Startup = "startup";

    /// <summary>A part that is missed and can be done without: readiness stays 200 and says <c>degraded</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="part">Its name in the answer.</param>
    /// <param name="trouble">A sentence about what is wrong and what that means, or null.</param>
    public static void AddDispensable(this WebApplicationBuilder builder, string part, Func<IServiceProvider, string?> trouble) =>
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(part, services => new Dispensable(() => trouble(services)), failureStatus: null, tags: [Ready]));

    internal static void AddHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck<StartupHealth>("startup", tags: [Startup]);

    internal static void MapHealth(this WebApplication app)
    {
        app.MapChecks("/health/live", _ => false);
        app.MapChecks("/health/startup", check => check.Tags.Contains(Startup));
        app.MapChecks("/health/ready", check => check.Tags.Contains(Ready));
    }

    private static void MapChecks(this WebApplication app, string path, Func<HealthCheckRegistration, bool> which) =>
        app.MapHealthChecks(path, new HealthCheckOptions { Predicate = which, ResponseWriter = WriteAsync }).AllowAnonymous();

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

    private sealed class Dispensable(Func<string?> trouble) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(trouble() is { } sentence ? HealthCheckResult.Degraded(sentence) : HealthCheckResult.Healthy());
    }
}
