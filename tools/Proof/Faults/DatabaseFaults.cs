using Notifications.Proof.Stage;
using Npgsql;

namespace Notifications.Proof.Faults;

/// <summary>What is done to PostgreSQL. Afterwards it answers.</summary>
internal sealed class DatabaseFaults(Shop shop)
{
    public async Task KillAsync(TimeSpan away, CancellationToken cancellation)
    {
        await shop.Servers.Postgres.KillAsync();
        await Task.Delay(away, cancellation);
        await shop.Servers.Postgres.StartAgainAsync(cancellation);
    }

    public async Task RestartAsync(CancellationToken cancellation)
    {
        await shop.Servers.Postgres.StopAsync();
        await shop.Servers.Postgres.StartAgainAsync(cancellation);
    }

    public Task EndSessionsAsync(CancellationToken cancellation) => ExecuteAsync(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", cancellation);

    public Task DeleteOutboxAsync(CancellationToken cancellation) => ExecuteAsync("DELETE FROM messaging.outbox", cancellation);

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        try
        {
            // Not pooled: the server may have been killed since the last one.
            await using var connection = new NpgsqlConnection($"{shop.Database};Pooling=false");
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (NpgsqlException)
        {
            // Another fault keeps the database away just now: then there is nothing left to do to it.
        }
    }
}
