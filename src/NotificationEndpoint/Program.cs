using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.NotificationEndpoint;
using Notifications.NotificationEndpoint.Rendering;
using Notifications.ServiceDefaults;

return await ServiceHost.RunAsync(
    args,
    Endpoints.Notification,
    builder =>
    {
        builder.AddDatabase(Endpoints.Notification);
        builder.AddNotifications();
    },
    install: services => services.GetRequiredService<BrokerConnections>().InstallAsync,
    rehearse: ConfirmationRehearsal.WriteAsync);
