using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.ReconciliationJob.Backlog;
using Notifications.ReconciliationJob.Days;
using Notifications.ReconciliationJob.Runs;
using Notifications.ReconciliationJob.Schedule;
using Notifications.ReconciliationJob.Sla;
using Notifications.ServiceDefaults;

namespace Notifications.ReconciliationJob;

internal static class ReconciliationSetup
{
    public static void AddReconciliation(this WebApplicationBuilder builder)
    {
        var broker = builder.AddSettings<BrokerSettings>("Broker", settings => settings.Problems());
        builder.AddSettings<OutboxSettings>("Outbox", settings => settings.Problems(broker));
        var settings = builder.AddSettings<ReconciliationSettings>("Reconciliation", settings => settings.Problems());
        builder.AddSettings<ServiceControlSettings>("ServiceControl", settings => settings.Problems());
        builder.Services.AddEndpoint(Endpoints.Reconciliation, endpoint => endpoint
            .SendsTo(Reconciler.Destination));
        builder.AddDispensable("rabbitmq", services => services.GetRequiredService<Publisher>().Trouble);
        builder.Services.AddSingleton(services => DriveOutbox.Of(services.GetRequiredService<OutboxDispatcher>(), services.GetRequiredService<OutboxSettings>()));
        builder.Services.AddSingleton<Reconciler>();
        builder.AddSla();
        builder.Services.AddHostedService<BacklogWatch>();
        builder.Services.AddSingleton<DayEnd>();
        builder.AddSchedule(settings);
        builder.Services.AddSingleton<ScheduleWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ScheduleWatch>());
        builder.Services.AddHealthChecks().AddCheck<ScheduleHealth>("schedule", tags: [Health.Ready]);
    }
}
