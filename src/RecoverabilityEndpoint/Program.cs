using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.RecoverabilityEndpoint;
using Notifications.ServiceDefaults;

return await ServiceHost.RunAsync(
    args,
    Endpoints.Recoverability,
    builder =>
    {
        builder.AddDatabase(Endpoints.Recoverability);
        builder.AddRecoverability();
    },
    install: services => services.GetRequiredService<BrokerConnections>().InstallAsync);
