using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests.Conformance;

/// <summary>The runtime of this repository, put together by <see cref="MessagingSetup"/> as every host does it.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class OwnRuntimeConformance : PortConformance
{
    protected override async Task<IHost> StartAsync(
        Uri broker, NpgsqlDataSource database, string name, Action<EndpointDefinition> define, Action<IServiceCollection> services, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(logging => logging.AddFilter(_ => false));
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(new BrokerSettings { Uri = broker.AbsoluteUri });
        builder.Services.AddSingleton(new ServiceControlSettings());
        builder.Services.AddSingleton(new OutboxSettings { SweepEvery = TimeSpan.FromMilliseconds(200) });
        builder.Services.AddSingleton(new ConsumerSettings { FinishWithin = TimeSpan.FromMilliseconds(200) });
        builder.Services.AddSingleton(TwoTriesThenAfterASecond);
        services(builder.Services);
        builder.Services.AddEndpoint(name, define);

        var host = builder.Build();
        await host.StartAsync(cancellation);
        var publisher = host.Services.GetRequiredService<Publisher>();
        var consumer = host.Services.GetService<Consumer>();
        await Eventually.TrueAsync(() => Task.FromResult(publisher.IsReady && consumer is not { IsConsuming: false }), $"{name} works", cancellation);
        return host;
    }
}
