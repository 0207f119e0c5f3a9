namespace Notifications.LocalStack.Servers;

/// <summary>PostgreSQL or RabbitMQ at a fixed address with data that outlives a stop: a native process or a container.</summary>
public interface IServer : IAsyncDisposable
{
    /// <summary>Returns when the server does its work, not merely when its port is open.</summary>
    Task StartAsync(CancellationToken cancellation = default);

    /// <summary>Ends it in good order; its data stays.</summary>
    Task StopAsync();

    /// <summary>Ends it as a power cut would (<c>kill -9</c>); its data stays as it lies.</summary>
    Task KillAsync();
}
