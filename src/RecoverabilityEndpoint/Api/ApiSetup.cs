using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Notifications.RecoverabilityEndpoint.Api.About;
using Notifications.RecoverabilityEndpoint.Api.Entry;
using Notifications.RecoverabilityEndpoint.Api.FailedMessages;
using Notifications.RecoverabilityEndpoint.Api.Groups;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Heartbeats;
using Notifications.RecoverabilityEndpoint.Retention;

namespace Notifications.RecoverabilityEndpoint.Api;

/// <summary>The API that ServicePulse calls, as HTTP sees it: what it takes at most, what a request passes, and its routes.</summary>
internal static class ApiSetup
{
    public const string Root = "/api";

    /// <summary>A thousand ids fit many times.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>Of a message that a person has edited, with its headers, written as JSON.</summary>
    public const int LargestEdit = 4 * 1024 * 1024;

    private const int MostConnections = 1_000;
    private static readonly TimeSpan RequestWithin = TimeSpan.FromSeconds(30);

    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
        });
        builder.AddEntry();
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Complete);
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = RequestWithin, TimeoutStatusCode = StatusCodes.Status408RequestTimeout });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new ShownSettings(
            services.GetRequiredService<RetentionSettings>().Messages, services.GetRequiredService<HeartbeatSettings>().GracePeriod, services.GetRequiredService<HeartbeatSettings>().Queue));
        builder.Services.AddSingleton<SharedCounts>();
        builder.Services.AddSingleton<SharedGroups>();
    }

    /// <summary>What every request passes before it reaches a route, in this order; then the routes.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.UseAnswerHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = failure => failure is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException, // a client's fault, and no line of ours
        });
        app.UseStatusCodePages();
        app.UseRequestTimeouts();
        app.UseEntry();
        app.MapGroup(Root).AddEndpointFilter(ExceptionAnswers.AnswerAsync).MapRoutes();
    }
}
