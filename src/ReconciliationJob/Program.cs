using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.ReconciliationJob;
using Notifications.ReconciliationJob.Sla;
using Notifications.ServiceDefaults;

return await ServiceHost.RunAsync(
    args,
    Endpoints.Reconciliation,
    builder =>
    {
        builder.AddDatabase(Endpoints.Reconciliation);
        builder.AddReconciliation();
    },
    app => app.MapSla(),
    install: services => services.GetRequiredService<BrokerConnections>().InstallAsync);
