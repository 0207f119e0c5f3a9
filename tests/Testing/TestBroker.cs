using Notifications.LocalStack.Servers;

namespace Notifications.Testing;

/// <summary>A vhost with a name of its own, deleted at the end with everything in it.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private TestBroker(Uri broker, Uri management, string virtualHost)
    {
        VirtualHost = virtualHost;
        Uri = new UriBuilder(broker) { Path = virtualHost }.Uri;
        Management = new BrokerManagement(management, virtualHost);
    }

    public string VirtualHost { get; }

    /// <summary><c>amqp://user:password@host:port/vhost</c>.</summary>
    public Uri Uri { get; }

    public BrokerManagement Management { get; }

    /// <summary>On the servers of this test run.</summary>
    public static async Task<TestBroker> CreateAsync(CancellationToken cancellation = default)
    {
        var servers = await RealServers.GetAsync(cancellation);
        return await CreateAsync(servers.Broker, servers.Management, cancellation);
    }

    /// <summary>On any broker, for example a <see cref="ControllableRabbitMq"/>.</summary>
    public static async Task<TestBroker> CreateAsync(Uri broker, Uri management, CancellationToken cancellation = default)
    {
        var test = new TestBroker(broker, management, $"test-{Guid.NewGuid():N}");
        await test.Management.CreateVirtualHostAsync(ServerAddresses.User, cancellation);
        return test;
    }

    public async ValueTask DisposeAsync()
    {
        await Management.DeleteVirtualHostAsync();
        Management.Dispose();
    }
}
