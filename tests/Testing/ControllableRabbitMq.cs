using Notifications.LocalStack.Servers;
using Notifications.Testing.Containers;

namespace Notifications.Testing;

/// <summary>A RabbitMQ of one's own that a test may kill and start again: same ports, same data.</summary>
public sealed class ControllableRabbitMq : IAsyncDisposable
{
    private readonly IServer _server;
    private readonly Func<IReadOnlyList<string>, CancellationToken, Task> _administer;
    private readonly TemporaryInstance? _folder;

    private ControllableRabbitMq(
        IServer server, Func<IReadOnlyList<string>, CancellationToken, Task> administer, Uri broker, Uri management, TemporaryInstance? folder)
    {
        _server = server;
        _administer = administer;
        _folder = folder;
        Broker = broker;
        Management = management;
    }

    /// <summary>The vhost <c>/</c>; <see cref="TestBroker"/> makes others.</summary>
    public Uri Broker { get; }

    public Uri Management { get; }

    public static async Task<ControllableRabbitMq> StartAsync(CancellationToken cancellation = default)
    {
        var rabbitMq = await CreateAsync();
        try
        {
            await rabbitMq.StartAgainAsync(cancellation);
            return rabbitMq;
        }
        catch
        {
            await rabbitMq.DisposeAsync();
            throw;
        }
    }

    /// <summary><c>kill -9</c> of the broker.</summary>
    public Task KillAsync() => _server.KillAsync();

    /// <summary>A shutdown in good order, as for maintenance.</summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>After a kill or a stop; returns when it answers.</summary>
    public Task StartAgainAsync(CancellationToken cancellation = default) => _server.StartAsync(cancellation);

    /// <summary>A broker whose disk was lost: it runs again, at the same address, and has nothing.</summary>
    public async Task LoseDataAsync(CancellationToken cancellation = default)
    {
        if (_folder is null)
        {
            foreach (var step in new[] { "stop_app", "force_reset", "start_app" })
                await AdministerAsync(cancellation, step);
            return;
        }

        await KillAsync();
        Directory.Delete(_folder.Folder.Data, recursive: true);
        await StartAgainAsync(cancellation);
    }

    /// <summary><c>rabbitmqctl</c> with these arguments; it must succeed.</summary>
    public Task AdministerAsync(CancellationToken cancellation, params string[] arguments) => _administer(arguments, cancellation);

    /// <summary>Killed: nobody wants its data any more, and an orderly stop takes seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.KillAsync();
        await _server.DisposeAsync();
        _folder?.Dispose();
    }

    private static async Task<ControllableRabbitMq> CreateAsync()
    {
        if (await OwnServers.PrepareAsync() == Engine.Docker)
        {
            var container = new RabbitMqServer();
            return new ControllableRabbitMq(container, container.AdministerAsync, container.Broker, container.Management, null);
        }

        var folder = new TemporaryInstance();
        var native = NativeServers.RabbitMqForTests(folder.Folder);
        return new ControllableRabbitMq(native, native.AdministerAsync, native.Broker, native.Management, folder);
    }
}
