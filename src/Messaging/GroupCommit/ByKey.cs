using Npgsql;

namespace Notifications.Messaging.GroupCommit;

/// <summary>
/// For a batch whose statements look up everything by its key, at its beginning; it ends with the batch's transaction. They are planned once: the server would otherwise plan
/// each time anew for few keys, which costs more than the look-up, or keep a plan from the time when the tables were small, which reads them from beginning to end.
/// </summary>
public static class ByKey
{
    private const string LookUp =
        """
        SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """;

    /// <summary>Gives one row, which says nothing.</summary>
    public static NpgsqlBatchCommand Plan() => new(LookUp);
}
