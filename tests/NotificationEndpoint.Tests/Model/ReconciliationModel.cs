using Notifications.ReconciliationJob;
using Notifications.ReconciliationJob.Pursuit;
using Notifications.ReconciliationJob.Runs;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>What a run finds and pursues, as MissingOrders and PursuitTable do in SQL; what it decides is left to Verdict.</summary>
internal sealed class ReconciliationModel(World world)
{
    private readonly Dictionary<int, Pursued> _pursued = [];
    private readonly Dictionary<int, DateTimeOffset> _askedAt = [];
    private DateTimeOffset? _coveredUntil;
    private DateTimeOffset _recheckAt = World.Start + new ReconciliationSettings().RecheckEvery;

    public static ReconciliationSettings Settings { get; } = new();

    public bool IsIdle => _pursued.Count == 0;

    /// <summary>When a pursued order may be driven again; null when it is not pursued.</summary>
    public DateTimeOffset? RestsUntil(int order) => _pursued.TryGetValue(order, out var pursued) ? pursued.DriveAt : null;

    public void Run()
    {
        var window = world.Now >= _recheckAt ? RunWindow.Recheck(world.Now, Settings) : RunWindow.Next(world.Now, _coveredUntil, oldestWriter: null, Settings);
        if (world.Now >= _recheckAt)
            _recheckAt = world.Now + Settings.RecheckEvery;
        _coveredUntil = window.CoveredUntil;
        for (var order = 0; order < World.Orders; order++)
        {
            if (!_pursued.ContainsKey(order) && !WasAsked(order) && (IsMissing(window) || HasStopped(order)))
                _pursued.Add(order, new Pursued(0, world.Now, world.Now));
            if (_pursued.TryGetValue(order, out var pursued) && pursued.LookAt <= world.Now)
                Do(order, pursued, Verdict.Of(Read(order, pursued), Settings));
        }

        bool IsMissing(RunWindow window) => World.Start >= window.From && World.Start < window.Until;
    }

    /// <summary>A person was asked, and nothing has happened since; or there is nothing to ask for.</summary>
    private bool WasAsked(int order) => world.RowOf(order) is { Status: "accepted" }
        || (_askedAt.TryGetValue(order, out var at) && at >= (world.RowOf(order)?.SettledAt ?? world.RowOf(order)?.ClaimedAt ?? DateTimeOffset.MinValue));

    private bool HasStopped(int order) => world.RowOf(order) is { Status: "claimed" or "deferred" or "unknown" } row && row.DueAt + Settings.Grace <= world.Now;

    private OpenOrder Read(int order, Pursued pursued) => new(
        World.DeliveryOf(order).OrderId, World.Start, world.Now - World.Start, pursued.Times, pursued.DriveAt - world.Now,
        world.RowOf(order) is { } row ? new OpenDelivery(row.Status, row.DueAt - world.Now, row.UnseenEnds, row.SettledAt - World.Start, row.Reason) : null);

    private void Do(int order, Pursued pursued, Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Wait wait:
                if (pursued.Times == 0)
                    _pursued[order] = pursued with { LookAt = world.Now + wait.For };
                break;
            case Verdict.Drive:
                world.Tell("reconciliation", $"drives order {order}");
                world.Broker.Publish(new Command(order, Retries: 0, ByOperator: false, world.Now));
                _pursued[order] = pursued with { Times = pursued.Times + 1, DriveAt = world.Now + Verdict.PauseAfterDrive(pursued.Times, Settings) };
                break;
            case Verdict.LeaveToAPerson or Verdict.GiveUp:
                world.Tell("reconciliation", $"leaves order {order} to a person");
                _askedAt[order] = world.Now;
                _pursued.Remove(order);
                break;
            default:
                _pursued.Remove(order);
                break;
        }
    }

    private sealed record Pursued(int Times, DateTimeOffset LookAt, DateTimeOffset DriveAt);
}
