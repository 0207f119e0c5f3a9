using Notifications.Messaging.Diagnostics;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>
/// How orders are looked up: one statement that sees one moment, in one round trip. Readers never have all connections of the process: the intake finds one,
/// however many read. Nobody waits longer than the answer is worth.
/// </summary>
internal sealed class Lookups(NpgsqlDataSource database, TimeProvider time, ILogger<Lookups> log) : IDisposable
{
    /// <summary>Of the hundred connections that a process has unless its connection string says otherwise.</summary>
    private const int AtATime = 30;

    /// <summary>For a place, and then for the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The driver prepares what runs often and the server keeps the plan it made, perhaps for tables that were empty then. Here each statement is planned for what
    /// it is about to read, and reads it by its keys. The settings end with the batch.
    /// </summary>
    internal const string PlannedAnew =
        """
        SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
        """;

    private readonly SemaphoreSlim _places = new(AtATime);
    private readonly Outage _reading = new(time);

    /// <exception cref="NpgsqlException">The database is away.</exception>
    /// <exception cref="TimeoutException">It is, or too many read already.</exception>
    public async Task<T> ReadAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            if (!await _places.WaitAsync(Patience, cancellation))
                throw new TimeoutException($"{AtATime} readings are under way; none has ended for {Patience.TotalSeconds} s, or others came first.");
            try
            {
                var found = await ReadNowAsync(statement, read, cancellation);
                if (_reading.Worked() is { } leftOut)
                    log.ReadAgain(leftOut);
                return found;
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            if (_reading.Failed() is { } leftOut)
                log.NotRead(FailureText.ReasonOf(away), leftOut, FailureText.StackOf(away));
            throw;
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<T> ReadNowAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            Timeout = (int)Patience.TotalSeconds,
            BatchCommands = { new NpgsqlBatchCommand(PlannedAnew), statement },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        return await read(rows, cancellation);
    }
}
