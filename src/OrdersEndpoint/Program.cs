using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.OrdersEndpoint;
using Notifications.OrdersEndpoint.PlaceOrder;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;

return await ServiceHost.RunAsync(
    args,
    Endpoints.Orders,
    builder =>
    {
        builder.AddDatabase(Endpoints.Orders);
        builder.AddOrderIntake();
        builder.AddMessaging();
        builder.AddAccess();
        builder.AddHttpApi();
    },
    app =>
    {
        app.UseHttpApi();
        app.MapRoutes();
    },
    services => services.GetRequiredService<BrokerConnections>().InstallAsync,
    OrderRehearsal.PlaceAsync);
