using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Notifications.ServiceDefaults.Stopping;

/// <summary>
/// The first thing that happens when an HTTP host is told to stop: not ready any more, and served all the same until whoever sends us requests has noticed. Then the door
/// closes, requests that are inside are finished, and only then the outbox and the connections stop.
/// </summary>
internal sealed class Goodbye(StoppingSettings settings, TimeProvider time) : IHostedLifecycleService, IHealthCheck
{
    private volatile bool _said;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _said = true;
        await Task.Delay(settings.AnnounceFor, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_said ? HealthCheckResult.Unhealthy("The host is stopping.") : HealthCheckResult.Healthy());

    /// <summary>A client that keeps its connection open is sent to another process with its next request, instead of finding it closed.</summary>
    public Task CloseConnectionAsync(HttpContext http, RequestDelegate next)
    {
        if (_said)
            http.Response.Headers.Connection = "close";
        return next(http);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class GoodbyeSetup
{
    public static void AddGoodbye(this WebApplicationBuilder builder)
    {
        builder.AddSettings<StoppingSettings>("Stopping", settings => settings.Problems());
        builder.Services.AddSingleton<Goodbye>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Goodbye>());
        builder.Services.AddHealthChecks().AddCheck<Goodbye>("host", tags: [Health.Ready]);
    }

    public static void UseGoodbye(this WebApplication app) => app.Use(app.Services.GetRequiredService<Goodbye>().CloseConnectionAsync);
}
