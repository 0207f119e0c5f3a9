using System.Diagnostics;
using Notifications.Bench.Load;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>Counts what happens between two moments: processors, disks, WAL, orders and e-mails.</summary>
internal sealed class Measurement(Shop shop, Action<string> say)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(0.5);

    /// <summary>The load, and then until every accepted order has its e-mail, or nothing comes any more.</summary>
    /// <param name="name">Of the figures.</param>
    /// <param name="plan">Of the load.</param>
    /// <param name="mails">Whether there are consumers, so that e-mails are waited for.</param>
    /// <param name="cancellation">Of the bench.</param>
    public async Task<Figures> LoadAsync(string name, LoadPlan plan, bool mails, CancellationToken cancellation)
    {
        var mailsBefore = shop.Mails.Count();
        var beforeOrders = shop.Orders.Count(order => order.IsAccepted);
        await using var load = LoadRun.Begins(shop, plan);
        say($"{name}: measuring for {plan.Seconds:0} s; pids: {string.Join(", ", shop.Processes.Select(process => $"{process.Role} {process.Pid}"))}, load {load.Pid}");
        await Task.Delay(TimeSpan.FromSeconds(0.5), cancellation); // the client starts and connects
        var before = await SnapshotAsync(cancellation);
        var (result, orders) = await load.EndsAsync(cancellation);
        if (mails)
            await shop.DrainedAsync(mailsBefore + result.Accepted, cancellation);
        await Task.Delay(Settling, cancellation); // the last records and acknowledgements
        var after = await SnapshotAsync(cancellation);
        shop.Orders.AddRange(orders);

        var seen = shop.Mails.Mails(Path.Combine(shop.Folder, "mails.notes"));
        var joined = Joined.Of(shop.Orders, seen);
        var window = new Window(load.Begin, load.Begin + (long)(plan.Seconds * Stopwatch.Frequency));
        return Summed(name, plan, window, result, orders, [.. joined.Orders.Skip(beforeOrders)], joined, mails) with
        {
            Processes = new Dictionary<string, Usage>(after.Since(before)) { ["load"] = new(result.ProcessorMicroseconds, 0, 0) },
            WalBytes = after.Wal - before.Wal,
            Commits = after.Commits - before.Commits,
        };
    }

    private static Figures Summed(
        string name, LoadPlan plan, Window window, LoadResult result, OrderNote[] orders, IReadOnlyList<(OrderNote Order, long Mailed)> mailed, Joined joined, bool mails)
    {
        var done = mailed.Where(order => order.Mailed > 0).Select(order => order.Mailed).ToArray();
        var due = plan.Rate > 0
            ? Enumerable.Range(0, (int)result.Planned).Select(Schedule.For(window.Begin, plan.Rate, plan.Seconds).Due).ToArray()
            : [.. orders.Where(order => order.IsAccepted).Select(order => order.Answered)];
        var sustained = plan.Rate > 0 && mails ? (bool?)(Sustained.Is(due, done, window.Begin, window.End, plan.Rate) && result.Refused + result.Failed == 0) : null;
        Array.Sort(due);
        Array.Sort(done);
        return new Figures
        {
            Name = name,
            Seconds = plan.Seconds,
            Rate = plan.Rate,
            Orders = result.Accepted,
            Accepted = result.Accepted,
            Refused = result.Refused,
            Failed = result.Failed,
            Unsent = result.Planned - orders.Length,
            AcceptedPerSecond = orders.Count(order => order.IsAccepted && window.Has(order.Answered)) / plan.Seconds,
            MailedPerSecond = done.Count(window.Has) / plan.Seconds,
            WholePerSecond = done.Length == 0 ? 0 : done.Length / Sustained.Seconds(done[^1] - window.Begin),
            Answer = Latency.Of([.. orders.Where(order => order.Answered > 0).Select(order => order.Answered - order.Intended)]),
            Mail = Latency.Of([.. mailed.Where(order => order.Mailed > 0).Select(order => Math.Max(order.Mailed - order.Order.Answered, 0))]),
            Backlog = mails ? Sustained.UnderWay(due, done, window.End) : 0,
            Sustained = sustained,
            Lost = mails ? joined.Lost : 0,
            Doubled = joined.Doubled,
            Strange = joined.Strange,
        };
    }

    private async Task<Snapshot> SnapshotAsync(CancellationToken cancellation)
    {
        await using var command = shop.Database.CreateCommand(
            "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint, xact_commit FROM pg_stat_database WHERE datname = current_database()");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new Snapshot(
            shop.Processes.GroupBy(process => process.Role).ToDictionary(role => role.Key, role => role.Aggregate(default(Usage), (sum, process) => sum + Usage.Of(process.Pid))),
            reader.GetInt64(0), reader.GetInt64(1));
    }

    private readonly record struct Window(long Begin, long End)
    {
        public bool Has(long ticks) => ticks >= Begin && ticks < End;
    }

    private sealed record Snapshot(IReadOnlyDictionary<string, Usage> Processes, long Wal, long Commits)
    {
        public Dictionary<string, Usage> Since(Snapshot earlier) => Processes.ToDictionary(process => process.Key, process => process.Value - earlier.Processes[process.Key]);
    }
}
