using Npgsql;

namespace Notifications.Bench.References.Floor;

/// <summary>Prepared commands on a connection of their own: one round trip and one commit for all the orders in them.</summary>
internal sealed class FloorStatement : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;

    private FloorStatement(NpgsqlConnection connection)
    {
        _connection = connection;
        _batch = new NpgsqlBatch(connection);
    }

    /// <param name="database">To connect to.</param>
    /// <param name="cancellation">Of the start.</param>
    /// <param name="commands">With their parameters, whose values are set before each execution.</param>
    public static async Task<FloorStatement> PrepareAsync(NpgsqlDataSource database, CancellationToken cancellation, params NpgsqlBatchCommand[] commands)
    {
        var statement = new FloorStatement(await database.OpenConnectionAsync(cancellation));
        foreach (var command in commands)
            statement._batch.BatchCommands.Add(command);
        await statement._batch.PrepareAsync(cancellation);
        return statement;
    }

    public static NpgsqlParameter<T[]> Column<T>() => new() { TypedValue = [] };

    public Task ExecuteAsync(CancellationToken cancellation) => _batch.ExecuteNonQueryAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
