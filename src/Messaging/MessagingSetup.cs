using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging;

/// <summary>
/// Puts the runtime into a host. Hosted services start in the order written here and stop in the opposite one: first no more messages
/// are taken, then the outbox publishes what is in hand, then the connections close.
/// The host registers, checked: <see cref="BrokerSettings"/> and <see cref="ServiceControlSettings"/>; <see cref="OutboxSettings"/> and an
/// <c>NpgsqlDataSource</c> if it sends; <see cref="ConsumerSettings"/> and <see cref="RecoverabilitySettings"/> if it receives.
/// </summary>
public static class MessagingSetup
{
    public static IServiceCollection AddEndpoint(this IServiceCollection services, string name, Action<EndpointDefinition> define)
    {
        CrashPoint.Arm();
        var endpoint = new EndpointDefinition(name);
        define(endpoint);

        services.AddSingleton(endpoint);
        services.AddSingleton(endpoint.Identity);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => endpoint.Topology(provider.GetRequiredService<ServiceControlSettings>()));
        services.AddSingleton<BrokerConnections>();
        services.AddHostedSingleton<Publisher>();
        services.AddHostedSingleton<Heartbeat>();
        services.AddHostedSingleton<RuntimeGauges>();
        if (endpoint.Sends)
        {
            services.AddHostedSingleton<OutboxDispatcher>();
            services.AddSingleton<TransactionalOutbox>();
        }

        if (endpoint.Receives)
        {
            services.AddSingleton(endpoint.HandlerTable);
            services.AddSingleton<Settlement>();
            services.AddSingleton<MessageProcessor>();
            services.AddSingleton<ConsumerPause>();
            services.AddHostedSingleton<Consumer>();
        }

        return services;
    }

    /// <summary>
    /// Reads a queue that the endpoint's definition names with <see cref="EndpointDefinition.Reads"/>, for as long as the host runs; after <see cref="AddEndpoint"/>, for each queue
    /// of its own. The reader is a service with the queue's name for a key.
    /// </summary>
    public static IServiceCollection AddQueueReader(
        this IServiceCollection services, QueueReading reading, Func<IServiceProvider, Func<IReadOnlyList<IncomingMessage>, CancellationToken, Task>> handle)
    {
        services.AddKeyedSingleton(reading.Queue, (provider, _) => new QueueReader(
            provider.GetRequiredService<BrokerConnections>(), reading, handle(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<QueueReader>>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<QueueReader>(reading.Queue));
        return services;
    }

    private static void AddHostedSingleton<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
