using System.Data;
using Npgsql;

namespace Notifications.ReconciliationJob.Proof;

/// <summary>The database as it was at one moment; for reading only. Rows are handed over one by one, so there may be any number of them.</summary>
internal sealed class Snapshot : IAsyncDisposable
{
    /// <summary>Five million orders take half a minute; the limit that a host has for its statements is meant for those of single orders.</summary>
    private const int LongestStatementSeconds = 600;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private Snapshot(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>The moment, on the database's clock.</summary>
    public DateTimeOffset TakenAt { get; private init; }

    public static async Task<Snapshot> TakeAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await using var begin = ProofTable.Begin();
            (begin.Connection, begin.Transaction) = (connection, transaction);
            await using var row = await begin.ExecuteReaderAsync(cancellation);
            await row.ReadAsync(cancellation);
            return new Snapshot(connection, transaction) { TakenAt = row.GetFieldValue<DateTimeOffset>(0) };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task EachAsync(NpgsqlCommand statement, Action<NpgsqlDataReader> row, CancellationToken cancellation)
    {
        await using var command = statement;
        (command.Connection, command.Transaction, command.CommandTimeout) = (_connection, _transaction, LongestStatementSeconds);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            row(rows);
    }

    public async Task<List<T>> AllAsync<T>(NpgsqlCommand statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var all = new List<T>();
        await EachAsync(statement, row => all.Add(read(row)), cancellation);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
