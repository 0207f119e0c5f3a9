using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Recoverability;
using Notifications.RecoverabilityEndpoint.Heartbeats;
using Notifications.RecoverabilityEndpoint.Ingestion;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.RecoverabilityEndpoint.Retention;
using Notifications.RecoverabilityEndpoint.Webhooks;
using Notifications.ServiceDefaults;

namespace Notifications.RecoverabilityEndpoint;

internal static class RecoverabilitySetup
{
    public static void AddRecoverability(this WebApplicationBuilder builder)
    {
        builder.AddSettings<BrokerSettings>("Broker", settings => settings.Problems());
        builder.AddSettings<ServiceControlSettings>("ServiceControl", settings => settings.Problems());
        var heartbeats = builder.AddSettings<HeartbeatSettings>("Heartbeats", settings => settings.Problems());
        builder.Services.AddEndpoint(Endpoints.Recoverability, endpoint => endpoint
            .Reads(Endpoints.Error)
            .Reads(heartbeats.Queue)
            .PassesOnTo(Endpoints.Notification)
            .PassesOnTo(Endpoints.RetriesOf(Endpoints.Notification)));
        builder.AddIngestion();
        builder.AddHeartbeats(heartbeats);
        builder.AddOperations();
        builder.AddWebhooks();
        builder.AddRetention();
        builder.AddDispensable("rabbitmq", services => services.GetRequiredService<Publisher>().Trouble);
    }
}
