using Npgsql;

namespace Notifications.ReconciliationJob;

internal static class Batch
{
    /// <summary>
    /// A batch whose first result is to be skipped. The driver prepares what runs often and the server keeps the plan it made: for tables that were
    /// empty then, or for a window of seconds. Here each statement is planned for what it is about to read, within the transaction only.
    /// A process that stops in the middle, with the connection open, does not keep its locks for long either.
    /// </summary>
    public static NpgsqlBatch PlannedAnew(NpgsqlConnection connection, NpgsqlTransaction? transaction = null) => new(connection, transaction)
    {
        BatchCommands =
        {
            new NpgsqlBatchCommand("SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('idle_in_transaction_session_timeout', '20s', true)"),
        },
    };
}
