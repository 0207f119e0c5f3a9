using Notifications.LocalStack.Servers;
using Notifications.Testing.Containers;

namespace Notifications.Testing;

/// <summary>A PostgreSQL of one's own that a test may kill and start again: same port, same data.</summary>
public sealed class ControllablePostgres : IAsyncDisposable
{
    private readonly IServer _server;
    private readonly TemporaryInstance? _folder;

    private ControllablePostgres(IServer server, string connectionString, TemporaryInstance? folder)
    {
        _server = server;
        _folder = folder;
        ConnectionString = connectionString;
    }

    /// <summary>As administrator, to the database <c>notifications</c>.</summary>
    public string ConnectionString { get; }

    public static async Task<ControllablePostgres> StartAsync(CancellationToken cancellation = default)
    {
        var postgres = await CreateAsync();
        try
        {
            await postgres.StartAgainAsync(cancellation);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary><c>kill -9</c>, server and sessions.</summary>
    public Task KillAsync() => _server.KillAsync();

    /// <summary>A shutdown in good order, as for maintenance.</summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>After a kill or a stop; returns when it answers.</summary>
    public Task StartAgainAsync(CancellationToken cancellation = default) => _server.StartAsync(cancellation);

    /// <summary>Killed: nobody wants its data any more, and an orderly stop takes seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.KillAsync();
        await _server.DisposeAsync();
        _folder?.Dispose();
    }

    private static async Task<ControllablePostgres> CreateAsync()
    {
        if (await OwnServers.PrepareAsync() == Engine.Docker)
        {
            var container = new PostgresServer();
            return new ControllablePostgres(container, container.ConnectionString, null);
        }

        var folder = new TemporaryInstance();
        var native = NativeServers.PostgresForTests(folder.Folder);
        return new ControllablePostgres(native, native.ConnectionString, folder);
    }
}
