using Npgsql;

namespace Notifications.NotificationEndpoint.Recipients;

/// <summary>All SQL of the suppression list. <see cref="Find"/> and <see cref="Add"/> are for the ledger's batches, so that asking and writing cost no round trip.</summary>
public static class SuppressionTable
{
    private const string FindEntries =
        """
        SELECT s.address, s.reason, s.order_id, s.since
        FROM notifications.suppressions s
        WHERE s.address = ANY ($1)
        """;

    /// <summary>
    /// An operator's entry replaces a relay's, never the other way round, and the first rejection of an address is the one that is kept. So
    /// writing the same entries twice is harmless. Sorted: two batches that overlap lock in the same order. What has no mailbox's length
    /// stays off the list, and a reason is cut: neither may keep the end of an attempt, in the same batch, from being written.
    /// </summary>
    private const string AddEntries =
        """
        INSERT INTO notifications.suppressions AS s (address, source, reason, order_id)
        SELECT DISTINCT ON (e.address)
               e.address, CASE WHEN e.order_id IS NULL THEN 'operator' ELSE 'relay' END, left(e.reason, 500), e.order_id
        FROM unnest($1, $2, $3) AS e (address, reason, order_id)
        WHERE length(e.address) BETWEEN 3 AND 320
        ORDER BY e.address, e.order_id NULLS FIRST
        ON CONFLICT (address) DO UPDATE
        SET source = excluded.source, reason = excluded.reason, order_id = excluded.order_id
        WHERE excluded.source = 'operator' AND (s.source, s.reason) IS DISTINCT FROM (excluded.source, excluded.reason)
        """;

    private const string RemoveEntries = "DELETE FROM notifications.suppressions WHERE address = ANY ($1)";

    /// <summary>An operator may have put the address on the list while the mail was under way.</summary>
    private const string ForgetRejections = "DELETE FROM notifications.suppressions WHERE address = ANY ($1) AND source = 'relay'";

    /// <summary>The newest first. The key of the last entry goes on from there, however many are added or removed meanwhile.</summary>
    private const string ListEntries =
        """
        SELECT s.address, s.reason, s.order_id, s.since
        FROM notifications.suppressions s
        WHERE (s.since, s.address) < (coalesce($1, 'infinity'), coalesce($2, '')) AND ($3 IS NULL OR s.source = $3)
        ORDER BY s.since DESC, s.address DESC
        LIMIT $4
        """;

    /// <summary>Those of <paramref name="addresses"/> that are on the list; to be read with <see cref="ReadFoundAsync"/>.</summary>
    public static NpgsqlBatchCommand Find(IReadOnlyCollection<string> addresses) => new(FindEntries) { Parameters = { Texts(addresses) } };

    /// <summary>What <see cref="Find"/> has found, by address; the reader stands at its result.</summary>
    public static async Task<IReadOnlyDictionary<string, Suppression>> ReadFoundAsync(NpgsqlDataReader rows)
    {
        var found = new Dictionary<string, Suppression>();
        while (await rows.ReadAsync())
            found.Add(rows.GetString(0), Read(rows));
        return found;
    }

    /// <summary>Gives no rows; how many entries are new or changed is the command's <see cref="NpgsqlBatchCommand.RecordsAffected"/>.</summary>
    public static NpgsqlBatchCommand Add(IReadOnlyCollection<Suppression> entries) => new(AddEntries)
    {
        Parameters =
        {
            Texts(entries.Select(entry => entry.Address)),
            Texts(entries.Select(entry => entry.Reason)),
            new NpgsqlParameter<Guid?[]> { TypedValue = [.. entries.Select(entry => entry.OrderId)] },
        },
    };

    public static NpgsqlBatchCommand Remove(IReadOnlyCollection<string> addresses) => new(RemoveEntries) { Parameters = { Texts(addresses) } };

    /// <summary>These addresses have accepted mail: what a relay said of them does not hold any more. An operator's entry stands.</summary>
    public static NpgsqlBatchCommand Forget(IReadOnlyCollection<string> addresses) => new(ForgetRejections) { Parameters = { Texts(addresses) } };

    /// <param name="source">Whose entries; null for all.</param>
    /// <param name="after">The last entry of the page before; null for the first page.</param>
    /// <param name="limit">The most entries of one page.</param>
    public static NpgsqlBatchCommand List(SuppressionSource? source, Suppression? after, int limit) => new(ListEntries)
    {
        Parameters =
        {
            new NpgsqlParameter<DateTimeOffset?> { TypedValue = after?.Since },
            new NpgsqlParameter<string?> { TypedValue = after?.Address },
            new NpgsqlParameter<string?> { TypedValue = source is { } one ? Name(one) : null },
            new NpgsqlParameter<int> { TypedValue = limit },
        },
    };

    /// <summary>An entry from the row that <paramref name="row"/> stands at.</summary>
    public static Suppression Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.GetFieldValue<DateTimeOffset>(3));

    private static string Name(SuppressionSource source) => source == SuppressionSource.Relay ? "relay" : "operator";

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> values) => new() { TypedValue = [.. values] };
}
