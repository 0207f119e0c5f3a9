using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;

namespace Notifications.Messaging;

/// <summary>
/// Puts the runtime into a host. Hosted services start in the order written here and stop in the opposite one: first no more messages
/// are taken, then the outbox publishes what is in hand, then the connections close.
/// The host registers <see cref="BrokerSettings"/>, and <see cref="OutboxSettings"/> or <see cref="ConsumerSettings"/> and
/// <see cref="RecoverabilitySettings"/>, checked, and an <c>NpgsqlDataSource</c>.
/// </summary>
public static class MessagingSetup
{
    /// <summary>Every address of the system; each process declares all, so that none depends on another having started.</summary>
    private static readonly string[] Addresses = [Endpoints.Notification];

    public static IServiceCollection AddMessaging(this IServiceCollection services, string endpoint)
    {
        services.AddSingleton(new EndpointName(endpoint));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Topology.For(Addresses, Endpoints.Error));
        services.AddSingleton<BrokerConnections>();
        return services.AddHostedSingleton<Publisher>();
    }

    /// <summary>This process stores messages in the outbox, publishes them, and sweeps what any process left behind.</summary>
    public static IServiceCollection AddOutboxDispatcher(this IServiceCollection services) => services.AddHostedSingleton<OutboxDispatcher>();

    /// <summary>This process consumes from the queue of its own name, in competition with its copies.</summary>
    public static IServiceCollection AddConsumer(this IServiceCollection services, Func<IServiceProvider, HandlerTable> handlers)
    {
        services.AddSingleton(handlers);
        services.AddSingleton<Settlement>();
        return services.AddHostedSingleton<Consumer>();
    }

    private static IServiceCollection AddHostedSingleton<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        return services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
