using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.OrdersEndpoint;
using Notifications.OrdersEndpoint.PlaceOrder;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.ServiceDefaults;

return await ServiceHost.RunAsync(
    args,
    Endpoints.Orders,
    builder =>
    {
        builder.AddDatabase(Endpoints.Orders);
        builder.AddOrderIntake();
        builder.AddMessaging();
        builder.AddHttpApi();
    },
    app =>
    {
        app.UseHttpApi();
        app.MapPlaceOrder();
        app.MapReadOrder();
    },
    services => services.GetRequiredService<BrokerConnections>().InstallAsync);
