using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.ServiceDefaults;
using Quartz;

namespace Notifications.ReconciliationJob;

internal static class ReconciliationSetup
{
    public static void AddReconciliation(this WebApplicationBuilder builder, string connectionString)
    {
        var broker = builder.AddSettings<BrokerSettings>("Broker", settings => settings.Problems());
        builder.AddSettings<OutboxSettings>("Outbox", settings => settings.Problems(broker));
        var settings = builder.AddSettings<ReconciliationSettings>("Reconciliation", settings => settings.Problems());
        builder.AddSettings<ServiceControlSettings>("ServiceControl", settings => settings.Problems());
        builder.Services.AddEndpoint(Endpoints.Reconciliation, endpoint => endpoint
            .SendsTo(Reconciler.Destination));
        builder.Services.AddSingleton<Reconciler>();
        builder.AddSchedule(settings.Every, connectionString);
    }

    /// <summary>Any number of nodes share the schedule through PostgreSQL: one runs the job, another takes over when it dies.</summary>
    private static void AddSchedule(this WebApplicationBuilder builder, TimeSpan every, string connectionString)
    {
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "reconciliation");
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(5));
                store.UseSystemTextJsonSerializer();
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = "quartz.qrtz_";
                    // By default a trigger that the store could not fire five times in a row is out of service until somebody resets it.
                    options.MaxConsecutiveFireFailures = 0;
                });
                store.ProvisionSchema(); // makes what is missing, never alters
            });
            quartz.AddJob<ReconcileJob>(job => job.WithIdentity("reconcile").RequestRecovery());
            quartz.AddTrigger(trigger => trigger.ForJob("reconcile").WithIdentity("reconcile-every")
                // A missed run is skipped, not made up for: the next one looks at the same window.
                .WithSimpleSchedule(schedule => schedule.WithInterval(every).RepeatForever()
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithExistingCount)));
        });
        builder.Services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }
}
