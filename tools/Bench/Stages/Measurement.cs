using System.Diagnostics;
using Notifications.Bench.Load;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>Counts what happens between two moments in a shop: processors, disks, WAL, orders and e-mails.</summary>
internal sealed class Measurement(Shop shop, Action<string> say)
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(0.5);

    /// <summary>The load, and then until every accepted order has its e-mail, or nothing comes any more.</summary>
    /// <param name="name">Of the figures.</param>
    /// <param name="plan">Of the load.</param>
    /// <param name="mails">Whether there are consumers, so that e-mails are waited for.</param>
    /// <param name="cancellation">Of the bench.</param>
    public async Task<Figures> LoadAsync(string name, LoadPlan plan, bool mails, CancellationToken cancellation)
    {
        var mailsBefore = shop.Mails.Count();
        await using var load = LoadRun.Begins(shop, plan);
        say($"{name}: pids {string.Join(", ", shop.Processes.Select(process => $"{process.Role} {process.Pid}"))}, load {load.Pid}");
        await Task.Delay(Connecting, cancellation);
        var before = await SnapshotAsync(cancellation);
        var (result, orders) = await load.EndsAsync(cancellation);
        if (mails)
            await shop.DrainedAsync(mailsBefore + result.Accepted, cancellation);
        await Task.Delay(Settling, cancellation); // the last records and acknowledgements
        var after = await SnapshotAsync(cancellation);

        shop.Orders.AddRange(orders);
        var joined = Joined.Of(shop.Orders, MailsSeen());
        // In a closed loop that ends by its number of orders the time is as long as it took.
        var seconds = plan.Rate == 0 && result.Planned >= plan.Most ? (orders.Max(order => order.Answered) - load.Begin) / (double)Stopwatch.Frequency : plan.Seconds;
        return LoadFigures.Of(name, plan, Window.For(load.Begin, seconds), result, orders, joined, mails).Between(before, after, ("load", result.ProcessorMicroseconds));
    }

    /// <summary>Orders are stored and no consumer runs: they are started, cold, and their mails counted.</summary>
    /// <param name="name">Of the figures.</param>
    /// <param name="stored">So many have no e-mail yet.</param>
    /// <param name="cancellation">Of the bench.</param>
    public async Task<Figures> DrainAsync(string name, long stored, CancellationToken cancellation)
    {
        var before = await SnapshotAsync(cancellation);
        await shop.StartConsumersAsync(cancellation);
        say($"{name}: pids {string.Join(", ", shop.Processes.Select(process => $"{process.Role} {process.Pid}"))}");
        await using var memory = MemoryLog.Follow(shop.Processes);
        await shop.DrainedAsync(stored, cancellation);
        await Task.Delay(Settling, cancellation);
        var after = await SnapshotAsync(cancellation);

        var mails = MailsSeen();
        return DrainFigures.Of(name, mails, Joined.Of(shop.Orders, mails)).Between(before, after) with { Memory = await memory.EndAsync() };
    }

    public Task<Snapshot> SnapshotAsync(CancellationToken cancellation) => Snapshot.TakeAsync(shop.Database, shop.Processes, cancellation);

    private MailNote[] MailsSeen() => shop.Mails.Mails(Path.Combine(shop.Folder, "mails.notes"));
}
