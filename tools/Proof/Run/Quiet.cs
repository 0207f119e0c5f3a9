using Notifications.Proof.Journals;
using Notifications.Proof.Stage;
using Npgsql;

namespace Notifications.Proof.Run;

/// <summary>
/// Waits until nothing is on its way any more, or nothing moves: what is stuck then is stuck. The longest that something may rest and come back by itself,
/// a lease, a pause between retries, a look of reconciliation, is shorter than the patience.
/// </summary>
internal sealed class Quiet(Shop shop, NpgsqlDataSource database, bool usualTimes)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestOfAll = TimeSpan.FromMinutes(15);

    private const string Standing =
        """
        SELECT (SELECT count(*) FROM orders.orders),
               (SELECT count(*) FROM notifications.deliveries WHERE status IN ('accepted', 'rejected')),
               (SELECT count(*) FROM notifications.attempts),
               (SELECT count(*) FROM messaging.outbox) + (SELECT count(*) FROM reconciliation.pursued)
        """;

    private TimeSpan Patience => usualTimes ? TimeSpan.FromMinutes(3) : TimeSpan.FromSeconds(45);

    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> WaitAsync(CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        var (last, since, quietLooks) = (default((long, long, long, long, long)), began, 0);
        while (quietLooks < 3 && TimeProvider.System.GetElapsedTime(since) < Patience && TimeProvider.System.GetElapsedTime(began) < LongestOfAll)
        {
            var (orders, done, attempts, waiting) = await CountAsync(cancellation);
            var queued = (await QueuesAsync(cancellation)).Values.Sum();
            quietLooks = done == orders && waiting == 0 && queued == 0 ? quietLooks + 1 : 0;
            if ((orders, done, attempts, waiting, queued) is var now && now != last)
                (last, since) = (now, TimeProvider.System.GetTimestamp());
            await Task.Delay(Look, cancellation);
        }

        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>What is left, when nothing moves.</summary>
    public async Task<Remains> RemainsAsync(CancellationToken cancellation) =>
        await LedgerReader.ReadRemainsAsync(database, cancellation) with { Queues = await QueuesAsync(cancellation) };

    private async Task<IReadOnlyDictionary<string, long>> QueuesAsync(CancellationToken cancellation) =>
        (await shop.Management.QueuesAsync(cancellation)).Where(queue => queue.Name != ErrorQueue.Name).ToDictionary(queue => queue.Name, queue => queue.Depth);

    private async Task<(long Orders, long Done, long Attempts, long Waiting)> CountAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Standing);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
    }
}
