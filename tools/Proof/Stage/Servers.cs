using Notifications.Testing;

namespace Notifications.Proof.Stage;

/// <summary>A PostgreSQL and a RabbitMQ of our own, which scenarios one after the other may kill and start again.</summary>
public sealed class Servers : IAsyncDisposable
{
    private Servers(ControllablePostgres postgres, ControllableRabbitMq rabbitMq) => (Postgres, RabbitMq) = (postgres, rabbitMq);

    public ControllablePostgres Postgres { get; }

    public ControllableRabbitMq RabbitMq { get; }

    public static async Task<Servers> StartAsync(CancellationToken cancellation)
    {
        var postgres = await ControllablePostgres.StartAsync(cancellation);
        try
        {
            return new Servers(postgres, await ControllableRabbitMq.StartAsync(cancellation));
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RabbitMq.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
