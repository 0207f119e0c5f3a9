using Notifications.Messages;
using Notifications.Messaging;
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
        builder.Services.AddMessaging(Endpoints.Orders).AddOutboxDispatcher();
        builder.AddHttpApi();
    },
    app =>
    {
        app.UseHttpApi();
        app.MapPlaceOrder();
        app.MapReadOrder();
    });
