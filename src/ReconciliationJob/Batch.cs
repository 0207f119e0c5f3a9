using Npgsql;

namespace Notifications.ReconciliationJob;

internal static class Batch
{
    /// <summary>
    /// A batch whose first result is to be skipped. The driver prepares what runs often and the server keeps the plan it made: for tables that were
    /// empty then, or for a window of seconds. Here each statement is planned for what it is about to read, within the transaction only.
    /// What belongs to an order is looked up by its key, and pursued ones are read in the order of their index: for a slice of 15 minutes the server
    /// would rather read the whole ledger, sort all of what it has not analyzed yet, and read what it believes to be empty from beginning to end.
    /// A process that stops in the middle, with the connection open, does not keep its locks for long either.
    /// </summary>
    public static NpgsqlBatch PlannedAnew(NpgsqlConnection connection, NpgsqlTransaction? transaction = null) => new(connection, transaction)
    {
        BatchCommands =
        {
            new NpgsqlBatchCommand(
                """
                SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('idle_in_transaction_session_timeout', '20s', true),
                       set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('enable_sort', 'off', true),
                       set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
                """),
        },
    };
}
