using System.Text.Json;
using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.OrdersEndpoint.Orders;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.ServiceDefaults;

namespace Notifications.OrdersEndpoint;

internal static class OrdersSetup
{
    /// <summary>1,000 items with names of 200 characters fit; what does not is refused before it is read.</summary>
    private const int LargestBody = 256 * 1024;

    public static void AddOrderIntake(this WebApplicationBuilder builder)
    {
        builder.AddSettings<IntakeSettings>("Intake", settings => settings.Problems());
        builder.Services.AddSingleton<OrderIntake>();
        builder.Services.AddSingleton<OrderReader>();
    }

    public static void AddMessaging(this WebApplicationBuilder builder)
    {
        var broker = builder.AddSettings<BrokerSettings>("Broker", settings => settings.Problems());
        builder.AddSettings<OutboxSettings>("Outbox", settings => settings.Problems(broker));
        builder.AddSettings<ServiceControlSettings>("ServiceControl", settings => settings.Problems());
        builder.Services.AddEndpoint(Endpoints.Orders, endpoint => endpoint
            .SendsTo(Endpoints.Notification));
    }

    public static void AddHttpApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
    }

    /// <summary>Whatever goes wrong outside our routes is answered as problem+json too: unknown paths, wrong methods, bodies that are too large.</summary>
    public static void UseHttpApi(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = failure => failure is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
    }
}
