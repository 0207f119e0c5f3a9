using Notifications.Messages;
using Notifications.NotificationEndpoint;
using Notifications.ServiceDefaults;

return await ServiceHost.RunAsync(
    args,
    Endpoints.Notification,
    builder =>
    {
        builder.AddDatabase(Endpoints.Notification);
        builder.AddMail();
        builder.AddConsumer();
    });
