using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Servers;
using Notifications.Testing;

namespace Notifications.Bench.Stage;

/// <summary>A PostgreSQL and a RabbitMQ for a measurement alone: durable, always native because their processes are measured, and without the tests' eager statistics.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly TemporaryInstance _postgresFolder = new();
    private readonly TemporaryInstance _rabbitMqFolder = new();

    private Servers()
    {
        Postgres = new NativePostgres(_postgresFolder.Folder, FreePort.Next(), durable: true, ServerSettings.Postgres);
        RabbitMq = new NativeRabbitMq(_rabbitMqFolder.Folder, new RabbitMqPorts(FreePort.Next(), FreePort.Next(), FreePort.Next(), FreePort.Next()), eagerStatistics: false);
    }

    public NativePostgres Postgres { get; }

    public NativeRabbitMq RabbitMq { get; }

    public static async Task<Servers> StartAsync(Action<string> say, CancellationToken cancellation)
    {
        await DebianPackages.EnsureAsync(say, cancellation);
        var servers = new Servers();
        try
        {
            await Task.WhenAll(servers.Postgres.StartAsync(cancellation), servers.RabbitMq.StartAsync(cancellation));
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Killed: nobody wants their data any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await RabbitMq.KillAsync();
        await RabbitMq.DisposeAsync();
        await Postgres.KillAsync();
        await Postgres.DisposeAsync();
        _rabbitMqFolder.Dispose();
        _postgresFolder.Dispose();
    }
}
