using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;
using Notifications.ReconciliationJob.Pursuit;
using Notifications.ServiceDefaults.Telemetry;
using Npgsql;

namespace Notifications.ReconciliationJob.Runs;

/// <summary>
/// One run. In: the time since the last one. Out: every order of it without an accepted e-mail is pursued until that is settled, which mostly means driven:
/// its command goes through the outbox once more, with the same message id and content. A copy that is still on its way does no harm: the ledger
/// gives the e-mail to one of them.
/// Database away: the run fails, and the next one begins where this one stopped. Death in between: every batch is a transaction of its own, with
/// its place in the coverage, its decisions and its commands. Two runs at a time pass over each other's rows.
/// </summary>
public sealed class Reconciler(
    NpgsqlDataSource database, DriveOutbox outbox, EndpointIdentity endpoint, ReconciliationSettings settings, TimeProvider time, ILogger<Reconciler> log)
{
    /// <summary>Not the main lane: after an outage it is many at once, and new orders are not to stand behind them.</summary>
    internal static readonly string Destination = Endpoints.RetriesOf(Endpoints.Notification);

    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(15);

    /// <summary>Orders that are decided in one transaction.</summary>
    private const int BatchSize = 5_000;

    private static readonly string Node = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Looks at what nobody has looked at, or at the last day once more.</summary>
    /// <exception cref="NpgsqlException">The database is away; what was done until then stands.</exception>
    public async Task<RunCounts> RunAsync(RunPurpose purpose, CancellationToken cancellation) =>
        await RunAsync(purpose, await RunTable.NextWindowAsync(database, purpose, settings, cancellation), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, settings, cancellation);

    /// <summary>Looks at what was accepted in the given time and at nothing else, also at what was given up; drives without regard to what else is under way.</summary>
    public Task<RunCounts> RunAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        RunAsync(RunPurpose.Asked, new RunWindow(from, until, until), from, until, ReconciliationSettings.ForAsked(settings), cancellation);

    /// <summary>What such a run would decide now. Everything is done as in a run, and taken back.</summary>
    public async Task<IReadOnlyList<(OpenOrder Order, Verdict Verdict)>> PreviewAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var rules = ReconciliationSettings.ForAsked(settings);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var slice in new RunWindow(from, until, until).Slices(Slice))
            await FindAsync(transaction, run: 0, RunPurpose.Asked, slice, until, cancellation);

        var found = new List<(OpenOrder, Verdict)>();
        foreach (var drivenBefore in new[] { true, false })
        {
            var look = new Look(drivenBefore, (from, Guid.Empty), until, int.MaxValue);
            found.AddRange((await PursuitTable.LookAsync(transaction, look, cancellation)).Select(order => (order, Verdict.Of(order, rules))));
        }

        await transaction.RollbackAsync(cancellation);
        return found;
    }

    private async Task<RunCounts> RunAsync(
        RunPurpose purpose, RunWindow window, DateTimeOffset pursuedFrom, DateTimeOffset pursuedUntil, ReconciliationSettings rules, CancellationToken cancellation)
    {
        using var activity = ReconciliationTelemetry.StartRun(purpose);
        var started = time.GetTimestamp();
        var run = await RunTable.BeginAsync(database, purpose, Node, window, cancellation);
        var counts = await FindAsync(run, purpose, window, cancellation);
        var driven = await PursuitTable.CountDrivenAsync(database, cancellation);
        var budget = purpose == RunPurpose.Asked ? int.MaxValue : DriveBudget.Of(driven.Sent, driven.UnderWay, rules);
        foreach (var drivenBefore in new[] { true, false })
        {
            // The oldest come first; what there is no time for is for the next run, which also sees what has come since.
            bool IsOverTime() => purpose != RunPurpose.Asked && time.GetElapsedTime(started) > settings.Every;
            var pursued = await PursueAsync(run, new Look(drivenBefore, (pursuedFrom, Guid.Empty), pursuedUntil, BatchSize), budget, IsOverTime, rules, cancellation);
            budget -= (int)pursued.Driven;
            counts += pursued;
        }

        await RunTable.EndAsync(database, run, cancellation);
        Tell(counts);
        return counts;
    }

    private async Task<RunCounts> FindAsync(long run, RunPurpose purpose, RunWindow window, CancellationToken cancellation)
    {
        var counts = new RunCounts();
        foreach (var slice in window.Slices(Slice))
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            counts += await FindAsync(transaction, run, purpose, slice, slice.Until < window.CoveredUntil ? slice.Until : window.CoveredUntil, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        if (purpose != RunPurpose.Asked)
            counts += await MissingOrders.FindStoppedAsync(database, run, settings, cancellation);
        return counts;
    }

    private static async Task<RunCounts> FindAsync(
        NpgsqlTransaction transaction, long run, RunPurpose purpose, (DateTimeOffset From, DateTimeOffset Until) slice, DateTimeOffset coveredUntil, CancellationToken cancellation)
    {
        var isAsked = purpose == RunPurpose.Asked;
        var counts = await MissingOrders.FindAsync(transaction, run, slice, coveredUntil, isAsked, cancellation);
        if (isAsked)
            await PursuitTable.HurryAsync(transaction, slice.From, slice.Until, cancellation);
        return counts;
    }

    /// <summary>Batch after batch, until there are no more or nothing comes of it: what waits behind is younger, and waits for the same.</summary>
    private async Task<RunCounts> PursueAsync(long run, Look look, int budget, Func<bool> isOverTime, ReconciliationSettings rules, CancellationToken cancellation)
    {
        var counts = new RunCounts();
        while (true)
        {
            var (orders, decided) = await PursueBatchAsync(run, look, budget - (int)counts.Driven, rules, cancellation);
            counts += decided.Counts;
            var nothingCame = !look.DrivenBefore && decided.Findings.Count == 0 && decided.Waiting.Count == 0;
            if (orders.Count < look.AtMost || nothingCame || isOverTime())
                return counts;
            look = look with { After = (orders[^1].AcceptedAt, orders[^1].OrderId) };
        }
    }

    private async Task<(IReadOnlyList<OpenOrder> Orders, Decisions Decided)> PursueBatchAsync(long run, Look look, int budget, ReconciliationSettings rules, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var orders = await PursuitTable.LookAsync(transaction, look, cancellation);
        var decided = Decisions.About(orders, budget, rules);
        if (decided.ToDrive.Count > 0)
            await MakeCommandsAsync(transaction, decided, rules, cancellation);
        await PursuitTable.DecideAsync(transaction, run, decided, outbox.Reserve, rules, cancellation);
        await transaction.CommitAsync(cancellation);
        if (decided.Commands.Count > 0)
            CrashPoint.Reached(CrashPoint.AfterDrive);

        outbox.Committed(decided.Commands);
        return (orders, decided);
    }

    private async Task MakeCommandsAsync(NpgsqlTransaction transaction, Decisions decided, ReconciliationSettings rules, CancellationToken cancellation)
    {
        var (commands, stored) = await OrderCommands.ReadAsync(transaction.Connection!, transaction, [.. decided.ToDrive.Select(order => order.OrderId)], cancellation);
        var byOrder = commands.ToDictionary(order => order.Command.OrderId);
        foreach (var order in decided.ToDrive)
        {
            var messageId = OrderCommands.MessageId(order.OrderId);
            if (byOrder.TryGetValue(order.OrderId, out var known))
                decided.Drive(order, MakeCommand(messageId, known.Command, known.Trace), stored.Contains(messageId), rules);
            else
                decided.CannotDrive(order, "The order has no items: its e-mail cannot be written.");
        }
    }

    private OutgoingMessage MakeCommand(Guid messageId, SendOrderConfirmation command, StoredTrace? trace)
    {
        using var activity = ReconciliationTelemetry.StartDriving(command.OrderId, trace);
        return OutgoingMessage.Command(messageId, Destination, command, endpoint, time.GetUtcNow()).InNewTrace();
    }

    private void Tell(RunCounts counts)
    {
        ReconciliationTelemetry.Ran(counts);
        if (counts.Driven > 0)
            log.Driven(counts.Driven, counts.Checked);
        if (counts.LeftOver > 0)
            log.LeftOver(counts.LeftOver);
        if (counts.Late > 0)
            log.WereLate(counts.Late);
    }
}
