using Notifications.Messages;
using Notifications.ReconciliationJob;
using Notifications.ServiceDefaults;

return await ServiceHost.RunAsync(
    args,
    Endpoints.Reconciliation,
    builder =>
    {
        var connectionString = builder.AddDatabase(Endpoints.Reconciliation);
        builder.AddReconciliation(connectionString);
    });
