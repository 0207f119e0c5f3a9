using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.OrdersEndpoint.Limits;
using Notifications.OrdersEndpoint.ListOrders;
using Notifications.OrdersEndpoint.Orders;
using Notifications.OrdersEndpoint.PlaceOrder;
using Notifications.OrdersEndpoint.Pressure;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.OrdersEndpoint.Requests;
using Notifications.OrdersEndpoint.WatchOrder;
using Notifications.ServiceDefaults;

namespace Notifications.OrdersEndpoint;

internal static class OrdersSetup
{
    public static void AddOrderIntake(this WebApplicationBuilder builder)
    {
        builder.AddSettings<IntakeSettings>("Intake", settings => settings.Problems());
        builder.AddSettings<LimitSettings>("Limits", settings => settings.Problems());
        builder.Services.AddSingleton<IntakeGate>();
        builder.Services.AddHostedService<BacklogWatch>();
        builder.Services.AddSingleton<OrderIntake>();
        builder.Services.AddSingleton<KeyedRequests>();
        builder.Services.AddSingleton<RecipientLimit>();
        builder.Services.AddSingleton<OrderPlacing>();
        builder.Services.AddSingleton<CallerLimit>();
        builder.Services.AddOrderReading();
    }

    public static void AddOrderReading(this IServiceCollection services)
    {
        services.AddSingleton<Lookups>();
        services.AddSingleton<OrderReader>();
        services.AddSingleton<SharedOrders>();
        services.AddSingleton<OrderList>();
        services.AddSingleton<StreamPlaces>();
        services.AddSingleton<OrderStream>();
    }

    public static void AddMessaging(this WebApplicationBuilder builder)
    {
        var broker = builder.AddSettings<BrokerSettings>("Broker", settings => settings.Problems());
        builder.AddSettings<OutboxSettings>("Outbox", settings => settings.Problems(broker));
        builder.AddSettings<ServiceControlSettings>("ServiceControl", settings => settings.Problems());
        builder.Services.AddEndpoint(Endpoints.Orders, endpoint => endpoint
            .SendsTo(Endpoints.Notification));
        builder.AddDispensable("rabbitmq", services => services.GetRequiredService<Publisher>().Trouble);
    }
}
