using Notifications.LocalStack.Servers;

namespace Notifications.Testing;

/// <summary>Servers that this process starts and stops: containers or native instances, by one decision for the whole process.</summary>
public sealed class OwnServers : IAsyncDisposable
{
    private static readonly Lazy<Task<Engine>> DecidedOnce = new(() => EngineChoice.MakeAsync());
    private static readonly Lazy<Task> InstalledOnce = new(() => DebianPackages.EnsureAsync(Console.WriteLine, CancellationToken.None));

    private readonly ControllablePostgres _postgres;
    private readonly ControllableRabbitMq _rabbitMq;

    private OwnServers(ControllablePostgres postgres, ControllableRabbitMq rabbitMq)
    {
        _postgres = postgres;
        _rabbitMq = rabbitMq;
    }

    public ServerAddresses Addresses => new(_postgres.ConnectionString, _rabbitMq.Broker, _rabbitMq.Management);

    public static async Task<OwnServers> StartAsync(CancellationToken cancellation = default)
    {
        var postgres = ControllablePostgres.StartAsync(cancellation);
        var rabbitMq = ControllableRabbitMq.StartAsync(cancellation);
        try
        {
            return new OwnServers(await postgres, await rabbitMq);
        }
        catch
        {
            await DisposeStartedAsync(postgres);
            await DisposeStartedAsync(rabbitMq);
            throw;
        }
    }

    /// <summary>Containers or native, and in the latter case the programs are installed.</summary>
    internal static async Task<Engine> PrepareAsync()
    {
        var engine = await EngineAsync();
        if (engine == Engine.Native)
            await InstalledOnce.Value;
        return engine;
    }

    internal static Task<Engine> EngineAsync() => DecidedOnce.Value;

    public async ValueTask DisposeAsync()
    {
        await _rabbitMq.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private static async Task DisposeStartedAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.IsCompletedSuccessfully)
            await (await starting).DisposeAsync();
    }
}
