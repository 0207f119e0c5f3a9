using Notifications.Messages;
using Npgsql;

namespace Notifications.ReconciliationJob.Proof;

/// <summary>
/// Checks every order of a window against ledger and log of attempts. In: a window, on the database's clock. Out: counts, and which orders do not fit.
/// Everything is read as it was at one moment: nothing is taken for missing because it moved meanwhile. An order that is committed later is not seen.
/// Only <see cref="RecordAsync"/> writes: a proof can be made by a user who may only read, and on a standby.
/// Database away, or a statement that takes longer than ten minutes: an exception, and no proof.
/// </summary>
public static class Prover
{
    private const string Kind = NotificationKind.OrderConfirmation;

    /// <param name="database">For a user who may read all tables of the product.</param>
    /// <param name="from">Orders accepted since then.</param>
    /// <param name="until">And before then; may be in the future.</param>
    /// <param name="limit">The most entries of each list; everything is counted.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NpgsqlException">The database is away, or refuses.</exception>
    public static async Task<Proof> ProveAsync(NpgsqlDataSource database, DateTimeOffset from, DateTimeOffset until, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, until);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);

        await using var snapshot = await Snapshot.TakeAsync(database, cancellation);
        var gaps = await snapshot.AllAsync(ProofTable.Gaps(from, until), ProofRows.Gap, cancellation);
        var window = (await snapshot.AllAsync(ProofTable.Measure(from, until), row => ProofRows.Window(row, from, until), cancellation)).Single();

        var tally = new Tally(limit);
        await snapshot.EachAsync(ProofTable.Remarkable(window, Kind), row => tally.Add(ProofRows.Facts(row)), cancellation);
        await snapshot.EachAsync(ProofTable.WithoutItems(window), row => tally.Add(ProofRows.WithoutItems(row)), cancellation);
        await snapshot.EachAsync(ProofTable.Ghosts(window, Kind), row => tally.Add(ProofRows.Ghost(row)), cancellation);

        // The outbox knows messages, not orders.
        var messages = tally.NeverTakenOn.ToDictionary(order => DeliveryId.For(order, Kind));
        var stored = await snapshot.AllAsync(ProofTable.Stored(messages.Keys), row => messages[row.GetGuid(0)], cancellation);
        return new Proof(
            from.ToUniversalTime(),
            until.ToUniversalTime(),
            snapshot.TakenAt,
            tally.Counts(window.Orders),
            tally.Lists(stored.ToHashSet()),
            Coverage.Of(gaps, until, snapshot.TakenAt));
    }

    /// <summary>Keeps the counts in <c>reconciliation.proofs</c>.</summary>
    /// <exception cref="NpgsqlException">The database is away, or this user may not write there.</exception>
    public static async Task RecordAsync(NpgsqlDataSource database, Proof proof, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var record = ProofTable.Record(proof);
        record.Connection = connection;
        await record.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The time by the database's clock, for windows that end now.</summary>
    public static async Task<DateTimeOffset> NowAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var clock = database.CreateCommand(ProofTable.ReadClock);
        await using var row = await clock.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.GetFieldValue<DateTimeOffset>(0);
    }
}
