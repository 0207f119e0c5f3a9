using Npgsql;

namespace Notifications.OrdersEndpoint.Orders;

/// <summary>
/// Whether the standbys that PostgreSQL is told to wait for have what it has committed. One that waits in vain is told to give up by our command's time limit, and then
/// it answers as if all were well: what it alone has is committed, and only a warning says so. Such an order is not accepted, for it would be lost with that server; a
/// client that repeats it with its key is accepted when a standby has it.
/// </summary>
internal sealed class StandbyWatch : IDisposable
{
    /// <summary>The server's function that waits. Its words are translated, its name is not.</summary>
    private const string Waiting = "SyncRepWaitForLSN";

    /// <summary>Has to wait until standbys have everything that was committed before, as any transaction that writes; one that only reads sees what nobody else has.</summary>
    private const string WriteNothing = "SELECT pg_logical_emit_message(true, 'notifications', '') WHERE current_setting('synchronous_standby_names') <> ''";

    private readonly NpgsqlConnection _connection;
    private volatile bool _gaveUp;

    public StandbyWatch(NpgsqlConnection connection)
    {
        _connection = connection;
        connection.Notice += Hear;
    }

    /// <summary>What was read on this connection is on the standbys, too.</summary>
    /// <exception cref="TimeoutException">Not within the time that a command has.</exception>
    public static async Task ConfirmAsync(NpgsqlConnection connection)
    {
        using var watch = new StandbyWatch(connection);
        await using var command = new NpgsqlCommand(WriteNothing, connection);
        await command.ExecuteNonQueryAsync();
        watch.ThrowIfGivenUp();
    }

    /// <exception cref="TimeoutException">What was committed since is on no standby, as far as the server knows.</exception>
    public void ThrowIfGivenUp()
    {
        if (_gaveUp)
            throw new TimeoutException("No standby has confirmed in time what PostgreSQL has committed; look at synchronous_standby_names and at pg_stat_replication.");
    }

    public void Dispose() => _connection.Notice -= Hear;

    private void Hear(object sender, NpgsqlNoticeEventArgs heard)
    {
        if (heard.Notice.Routine == Waiting)
            _gaveUp = true;
    }
}
