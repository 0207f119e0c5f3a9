using Notifications.ReconciliationJob.Days;
using Npgsql;
using Quartz;

namespace Notifications.ReconciliationJob.Schedule;

/// <summary>What runs when. Any number of nodes share the schedule through PostgreSQL: one runs a job, another takes over when it dies.</summary>
internal static class ReconciliationSchedule
{
    public static readonly IReadOnlyList<TriggerKey> Triggers = [new("reconcile-every"), new("recheck-every"), new("close-days-every")];

    public static void AddSchedule(this WebApplicationBuilder builder, ReconciliationSettings settings)
    {
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "reconciliation");
            quartz.UsePersistentStore(store =>
            {
                // The process's own: one that Quartz makes shows its connection string, with user and server, as a label of metrics.
                store.UsePostgres(source => source.DataSourceFactory = services => services.GetRequiredService<NpgsqlDataSource>());
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
            quartz.AddEvery<ReconcileJob>("reconcile", settings.Every);
            quartz.AddEvery<RecheckJob>("recheck", settings.RecheckEvery);
            quartz.AddEvery<CloseDaysJob>("close-days", CloseDaysJob.Every);
        });
        builder.Services.AddSingleton<ScheduleStart>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ScheduleStart>());
    }

    /// <summary>A missed run is skipped, not made up for: the next one looks at all that was missed.</summary>
    private static void AddEvery<T>(this IQuartzBuilder quartz, string name, TimeSpan every)
        where T : IJob
    {
        quartz.AddJob<T>(job => job.WithIdentity(name).RequestRecovery());
        quartz.AddTrigger(trigger => trigger.ForJob(name).WithIdentity($"{name}-every")
            .WithSimpleSchedule(schedule => schedule.WithInterval(every).RepeatForever()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithExistingCount)));
    }
}
