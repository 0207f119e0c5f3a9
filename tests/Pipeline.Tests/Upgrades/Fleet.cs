using System.Collections.Concurrent;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>
/// The hosts of a shop, and how a deploy changes them: all kinds side by side, and of each kind one new one is ready before an old one is told to stop.
/// Each roll makes a generation, also when it is one of the same version.
/// </summary>
internal sealed class Fleet
{
    private const string Orders = "OrdersEndpoint";
    private const string Notification = "NotificationEndpoint";
    private const string Reconciliation = "ReconciliationJob";
    private const string Recoverability = "RecoverabilityEndpoint";

    private readonly Shop _shop;
    private readonly LoadBalancer _door;
    private readonly TimeSpan _announceFor;
    private readonly (string Project, int Copies)[] _kinds;
    private readonly IReadOnlyDictionary<string, ConcurrentQueue<HostProcess>> _running;
    private readonly ConcurrentDictionary<int, int> _generations = [];

    /// <param name="shop">Has database, broker and relay.</param>
    /// <param name="door">Before the APIs.</param>
    /// <param name="announceFor">How long an API that stops says so.</param>
    /// <param name="recoverability">Whether both versions have a recoverability endpoint.</param>
    public Fleet(Shop shop, LoadBalancer door, TimeSpan announceFor, bool recoverability)
    {
        (_shop, _door, _announceFor) = (shop, door, announceFor);
        _kinds = [(Orders, 2), (Notification, 2), (Reconciliation, 1), .. recoverability ? [(Recoverability, 1)] : Array.Empty<(string, int)>()];
        _running = _kinds.ToDictionary(kind => kind.Project, _ => new ConcurrentQueue<HostProcess>());
    }

    public int Generation { get; private set; }

    /// <summary>Of every host that was told to stop.</summary>
    public ConcurrentBag<int> ExitCodes { get; } = [];

    /// <param name="pid">Of a host, also of one that is gone.</param>
    public int GenerationOf(int pid) => _generations[pid];

    public async Task StartAsync(Release release, CancellationToken cancellation) => await Task.WhenAll(
        _kinds.SelectMany(kind => Enumerable.Range(0, kind.Copies).Select(_ => StartAsync(kind.Project, release, cancellation))));

    /// <param name="release">What runs at the end.</param>
    /// <param name="halfway">Waited for before the last old one of a kind is told to stop.</param>
    /// <param name="cancellation">The test's.</param>
    public async Task RollAsync(Release release, Func<Task> halfway, CancellationToken cancellation)
    {
        Generation++;
        await Task.WhenAll(_kinds.Select(kind => RollAsync(kind.Project, kind.Copies, release, halfway, cancellation)));
    }

    private async Task RollAsync(string project, int copies, Release release, Func<Task> halfway, CancellationToken cancellation)
    {
        for (var old = copies; old > 0; old--)
        {
            await StartAsync(project, release, cancellation);
            if (old == 1)
                await halfway();
            await StopOldestAsync(project);
        }
    }

    private async Task StartAsync(string project, Release release, CancellationToken cancellation)
    {
        var program = release.ProgramOf(project);
        var host = await (project switch
        {
            Orders => _shop.StartApiAsync(cancellation, new Dictionary<string, string> { ["Stopping__AnnounceFor"] = $"{_announceFor}" }, program),
            Notification => _shop.StartConsumerAsync(cancellation, program: program),
            Recoverability => _shop.StartRecoverabilityHostAsync(cancellation, program: program),
            // Not at once: on a busy machine it would drive what only waits for its turn, and keep it busy.
            _ => _shop.StartReconciliationAsync(cancellation, new Dictionary<string, string> { ["Reconciliation__Grace"] = "00:00:20" }, program),
        });
        _generations[host.Pid] = Generation;
        _running[project].Enqueue(host);
        if (project == Orders)
            await _door.AddAsync(host, cancellation);
    }

    private async Task StopOldestAsync(string project)
    {
        _running[project].TryDequeue(out var host);
        ExitCodes.Add(await host!.TerminateAsync());
        if (project == Orders)
            _door.Remove(host);
    }
}
