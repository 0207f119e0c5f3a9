using Notifications.MailCatcher.Faults;
using Notifications.Proof.Stage;

namespace Notifications.Proof.Faults;

/// <summary>What can be done to the running system. There is nothing else.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary><c>kill -9</c>, and a new start after <paramref name="Away"/>.</summary>
    public sealed record Kill(Role Who, TimeSpan Away = default) : Fault;

    /// <summary>SIGTERM, as at a deploy, and a new start.</summary>
    public sealed record Terminate(Role Who) : Fault;

    /// <summary>SIGSTOP: it hangs, and its connections stay open. SIGCONT after <paramref name="For"/>.</summary>
    public sealed record Pause(Role Who, TimeSpan For) : Fault;

    /// <summary>A test build of the first of its role kills itself at a named point, so many times, each time when it has passed it so often at most.</summary>
    public sealed record Crash(Role Who, string Point, int Times, int MostPasses = 60) : Fault;

    /// <summary>The clock of the first of its role is set before or behind everybody else's while it runs, and back again, each after a third of the time.</summary>
    public sealed record StepClock(Role Who, TimeSpan By, TimeSpan For) : Fault;

    public sealed record KillBroker(TimeSpan Away) : Fault;

    /// <summary>As for maintenance.</summary>
    public sealed record RestartBroker : Fault;

    /// <summary>It takes nothing more, because of its memory.</summary>
    public sealed record RaiseAlarm(TimeSpan For) : Fault;

    /// <summary>The disk is lost: no queue, no message is left.</summary>
    public sealed record LoseBrokersDisk : Fault;

    public sealed record PurgeQueues : Fault;

    public sealed record DeleteQueue : Fault;

    /// <summary>The queue stays, and no message gets to it any more.</summary>
    public sealed record LoseBinding : Fault;

    /// <summary>As an operator may do.</summary>
    public sealed record CloseConnections : Fault;

    public sealed record KillDatabase(TimeSpan Away) : Fault;

    /// <summary>As for maintenance: sessions are ended.</summary>
    public sealed record RestartDatabase : Fault;

    /// <summary>Every session is ended, whatever it is doing: a commit among them gets no answer.</summary>
    public sealed record EndSessions : Fault;

    /// <summary>Somebody deletes what waits in the outbox.</summary>
    public sealed record DeleteOutbox : Fault;

    public sealed record Disturb(Link Way, Trouble Trouble, TimeSpan For) : Fault;

    /// <summary>The relay misbehaves in one way, at most so often and so long.</summary>
    public sealed record Relay(FaultPoint At, FaultAction Do, TimeSpan For, int? Times = null, bool Keep = false, string? Recipient = null) : Fault;

    /// <summary>The relay misbehaves in ways and at points that are drawn, so often.</summary>
    public sealed record RelayAtRandom(TimeSpan For, int PerSecond) : Fault;

    /// <summary>Every command that goes to the consumers is delivered to them twice more.</summary>
    public sealed record CopyCommands(TimeSpan For) : Fault;

    /// <summary>It can come between a mail's final dot and the record of its answer.</summary>
    public bool IsAmbiguous => this switch
    {
        Kill { Who: Role.Consumer } or Pause { Who: Role.Consumer } or Crash { Who: Role.Consumer } => true,
        KillDatabase or RestartDatabase or EndSessions => true,
        Disturb { Way: Link.Database or Link.Relay, Trouble: not Trouble.Slow } => true,
        _ => false, // a relay that takes a mail and does not say so tells it itself, in its journal
    };

    /// <summary>Nothing gets through meanwhile, for all or for those whom it hits.</summary>
    public bool IsOutage => this switch
    {
        KillBroker or RestartBroker or RaiseAlarm or LoseBrokersDisk or KillDatabase or RestartDatabase or Disturb or Relay or RelayAtRandom => true,
        Kill { Away.Ticks: > 0 } or Pause => true,
        _ => false,
    };
}

/// <summary>How a network is disturbed.</summary>
public enum Trouble
{
    /// <summary>Every packet takes 50 ms longer.</summary>
    Slow,

    /// <summary>Connections are reset at once, and new ones work.</summary>
    Cut,

    /// <summary>Connections stay and nothing comes through; new ones work. At the end the old ones are reset.</summary>
    HalfOpen,

    /// <summary>Nothing comes through, not even a new connection, nor that one has ended; what was on its way arrives afterwards.</summary>
    Silent,
}
