using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.RecoverabilityEndpoint;
using Notifications.RecoverabilityEndpoint.Api;
using Notifications.ServiceDefaults;

return await ServiceHost.RunAsync(
    args,
    Endpoints.Recoverability,
    builder =>
    {
        builder.AddDatabase(Endpoints.Recoverability);
        builder.AddRecoverability();
        builder.AddApi();
    },
    app => app.MapApi(),
    install: services => services.GetRequiredService<BrokerConnections>().InstallAsync);
