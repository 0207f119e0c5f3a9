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
        builder.Services.AddHostedService<DeliveryLimit>();
        builder.Services.AddQueueReader(
            new QueueReading(Endpoints.Error) { LargestBatch = settings.Batch, Prefetch = settings.Prefetch },
            services => services.GetRequiredService<FailureIngestion>().IngestAsync);
        builder.AddDispensable("error-queue", services => services.GetRequiredKeyedService<QueueReader>(Endpoints.Error).IsWell
            ? null
            : "The error queue is not read, or what is in it cannot be stored: it waits there. What is here already can be worked on.");
    }
}
