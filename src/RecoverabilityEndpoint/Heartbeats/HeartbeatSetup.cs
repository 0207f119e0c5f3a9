using Notifications.Messaging;
using Notifications.Messaging.Inbound;

namespace Notifications.RecoverabilityEndpoint.Heartbeats;

internal static class HeartbeatSetup
{
    /// <summary>After the endpoint, which declares the queue.</summary>
    public static void AddHeartbeats(this WebApplicationBuilder builder, HeartbeatSettings settings)
    {
        if (settings.Queue == "")
            return;
        builder.Services.AddSingleton<ReportIntake>();
        builder.Services.AddQueueReader(new QueueReading(settings.Queue), services => services.GetRequiredService<ReportIntake>().TakeAsync);
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<HeartbeatWatch>(services, services.GetRequiredKeyedService<QueueReader>(settings.Queue)));
    }
}
