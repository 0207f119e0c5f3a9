using Notifications.RecoverabilityEndpoint.Events;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>One change in one transaction, with the event that tells of it. What is not committed has not happened.</summary>
internal sealed class Change : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly CancellationToken _cancellation;

    private Change(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation) =>
        (_connection, _transaction, _cancellation) = (connection, transaction, cancellation);

    public static async Task<Change> BeginAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            return new Change(connection, await connection.BeginTransactionAsync(cancellation), cancellation);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first row; null when there is none.</summary>
    public async Task<T?> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params IReadOnlyList<NpgsqlParameter> parameters)
        where T : class
    {
        await using var command = Command(sql, parameters);
        await using var row = await command.ExecuteReaderAsync(_cancellation);
        return await row.ReadAsync(_cancellation) ? read(row) : null;
    }

    /// <summary>The text in the first row; null when there is none.</summary>
    public Task<string?> ReadAsync(string sql, params IReadOnlyList<NpgsqlParameter> parameters) => ReadAsync(sql, row => row.GetString(0), parameters);

    public async Task<int> WriteAsync(string sql, params IReadOnlyList<NpgsqlParameter> parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(_cancellation);
    }

    /// <param name="happened">Null when there is nothing to tell.</param>
    public async Task CommitAsync(OperatingEvent? happened = null)
    {
        if (happened is not null)
        {
            await using var batch = new NpgsqlBatch(_connection, _transaction) { BatchCommands = { EventTable.Add(happened) } };
            await batch.ExecuteNonQueryAsync(_cancellation);
        }

        await _transaction.CommitAsync(_cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private NpgsqlCommand Command(string sql, IReadOnlyList<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, _connection, _transaction);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
