using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Servers;
using Testcontainers.PostgreSql;

namespace Notifications.Testing.Containers;

/// <summary>PostgreSQL in a container, with the same user, database and settings as the native one.</summary>
public sealed class PostgresServer : IServer
{
    private readonly ContainerServer _container;

    public PostgresServer()
    {
        var port = FreePort.Next();
        ConnectionString = ServerAddresses.PostgresAt(port);
        _container = new ContainerServer(
            Images.Postgres,
            new PostgreSqlBuilder(Images.Postgres)
                .WithUsername(ServerAddresses.User)
                .WithPassword(ServerAddresses.Password)
                .WithDatabase(ServerAddresses.Database)
                .WithPortBinding(port, PostgreSqlBuilder.PostgreSqlPort)
                .WithCommand("-c", "max_connections=300")
                // Testcontainers switches it off, and then a server that is killed has lost what it answered in the last half second.
                .WithCommand("-c", "synchronous_commit=on")
                .Build(),
            token => ServerReadiness.PostgresAsync(ConnectionString, token));
    }

    public string ConnectionString { get; }

    public Task StartAsync(CancellationToken cancellation = default) => _container.StartAsync(cancellation);

    public Task StopAsync() => _container.StopAsync();

    public Task KillAsync() => _container.KillAsync();

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
