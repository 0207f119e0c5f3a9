using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Inbound;
using Notifications.ServiceDefaults;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

internal static class IngestionSetup
{
    /// <summary>After the endpoint, which declares the queues.</summary>
    public static void AddIngestion(this WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<IngestionSettings>("Ingestion", settings => settings.Problems());
        builder.Services.AddSingleton<FailureNews>();
        builder.Services.AddSingleton<FailureIngestion>();
        builder.Services.AddHostedService<FailedMessagesWatch>();
        builder.Services.AddQueueReader(
            new QueueReading(Endpoints.Error) { LargestBatch = settings.Batch, Prefetch = settings.Prefetch },
            services => services.GetRequiredService<FailureIngestion>().IngestAsync);
    }
}
