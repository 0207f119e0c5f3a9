using Notifications.Proof.Journals;
using Notifications.Proof.Scenarios;
using Notifications.Proof.Stage;

namespace Notifications.Proof.Faults;

/// <summary>In: a plan. Out: everything in it done at its time, whether or not what was done before it is over, and a line in the journal for each when all is there again.</summary>
public sealed class FaultDoer(Shop shop, Func<string, string> crashBuild, Journal<FaultLine> journal, Action<string> say) : IDisposable
{
    /// <summary>Servers are killed and started one at a time: one that is being started cannot be killed.</summary>
    private readonly SemaphoreSlim _servers = new(1);

    private readonly HostFaults _hosts = new(shop, crashBuild);
    private readonly BrokerFaults _broker = new(shop);
    private readonly DatabaseFaults _database = new(shop);
    private readonly RelayFaults _relay = new(shop.Mail.Faults);

    /// <returns>How many there were.</returns>
    public async Task<int> DoAsync(IReadOnlyList<Planned> plan, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var doing = new List<Task>();
        foreach (var planned in plan)
        {
            if (planned.At - TimeProvider.System.GetElapsedTime(start) is { Ticks: > 0 } early)
                await Task.Delay(early, cancellation);
            doing.Add(DoAsync(planned, cancellation));
        }

        await Task.WhenAll(doing);
        return doing.Count;
    }

    public void Dispose() => _servers.Dispose();

    private async Task DoAsync(Planned planned, CancellationToken cancellation)
    {
        var name = FaultNames.Of(planned.What);
        say(name);
        if (planned.What is Fault.Crash crash)
        {
            // Each death is one of its own: what lies between them is no fault.
            await foreach (var died in _hosts.CrashAsync(crash, planned.Draw, cancellation))
                journal.Add(new FaultLine(name, died.Began, died.Ended, crash.IsAmbiguous, crash.IsOutage));
            return;
        }

        var began = DateTimeOffset.UtcNow;
        await EffectAsync(planned, cancellation);
        journal.Add(new FaultLine(name, began, DateTimeOffset.UtcNow, planned.What.IsAmbiguous, planned.What.IsOutage));
    }

    private Task EffectAsync(Planned planned, CancellationToken cancellation) => planned.What switch
    {
        Fault.Kill kill => _hosts.KillAsync(kill, planned.Draw, cancellation),
        Fault.Terminate stop => _hosts.TerminateAsync(stop, planned.Draw, cancellation),
        Fault.Pause pause => _hosts.PauseAsync(pause, planned.Draw, cancellation),
        Fault.StepClock step => _hosts.StepClockAsync(step, cancellation),
        Fault.KillBroker kill => InTurnAsync(() => _broker.KillAsync(kill.Away, cancellation), cancellation),
        Fault.RestartBroker => InTurnAsync(() => _broker.RestartAsync(cancellation), cancellation),
        Fault.RaiseAlarm alarm => InTurnAsync(() => _broker.RaiseAlarmAsync(alarm.For, cancellation), cancellation),
        Fault.LoseBrokersDisk => InTurnAsync(() => _broker.LoseDiskAsync(cancellation), cancellation),
        Fault.PurgeQueues => _broker.PurgeAsync(cancellation),
        Fault.DeleteQueue => _broker.DeleteQueueAsync(cancellation),
        Fault.LoseBinding => _broker.LoseBindingAsync(cancellation),
        Fault.CloseConnections => _broker.CloseConnectionsAsync(cancellation),
        Fault.CopyCommands copy => _broker.CopyCommandsAsync(copy.For, cancellation),
        Fault.KillDatabase kill => InTurnAsync(() => _database.KillAsync(kill.Away, cancellation), cancellation),
        Fault.RestartDatabase => InTurnAsync(() => _database.RestartAsync(cancellation), cancellation),
        Fault.EndSessions => _database.EndSessionsAsync(cancellation),
        Fault.DeleteOutbox => _database.DeleteOutboxAsync(cancellation),
        Fault.Disturb way => shop.Network.DisturbAsync(way.Way, way.Trouble, way.For, cancellation),
        Fault.Relay relay => _relay.MisbehaveAsync(relay, cancellation),
        Fault.RelayAtRandom random => _relay.MisbehaveAtRandomAsync(random, planned.Draw, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(planned), planned, "A fault without an effect."),
    };

    private async Task InTurnAsync(Func<Task> act, CancellationToken cancellation)
    {
        await _servers.WaitAsync(cancellation);
        try
        {
            await act();
        }
        finally
        {
            _servers.Release();
        }
    }
}
