using System.Globalization;
using Notifications.MailCatcher.Faults;
using Notifications.Proof.Stage;

namespace Notifications.Proof.Faults;

/// <summary>Faults in words, for the journal and for who reads the table.</summary>
public static class FaultNames
{
    public static string Of(Fault fault) => fault switch
    {
        Fault.Kill { Away.Ticks: 0 } kill => $"{NameOf(kill.Who)} is killed",
        Fault.Kill kill => $"{NameOf(kill.Who)} is killed and away for {Seconds(kill.Away)}",
        Fault.Terminate stop => $"{NameOf(stop.Who)} is told to stop and started again",
        Fault.Pause pause => $"{NameOf(pause.Who)} hangs for {Seconds(pause.For)}",
        Fault.Crash crash => $"{NameOf(crash.Who)} dies at {crash.Point}",
        Fault.StepClock step => $"the clock of {NameOf(step.Who)} is stepped by {step.By.TotalMinutes.ToString("+0;-0", CultureInfo.InvariantCulture)} min",
        Fault.KillBroker kill => $"the broker is killed and away for {Seconds(kill.Away)}",
        Fault.RestartBroker => "the broker is restarted",
        Fault.RaiseAlarm alarm => $"the broker takes nothing for {Seconds(alarm.For)}",
        Fault.LoseBrokersDisk => "the broker loses its disk",
        Fault.PurgeQueues => "the queues are purged",
        Fault.DeleteQueue => "the queue is deleted",
        Fault.LoseBinding => "the queue's binding is deleted",
        Fault.CloseConnections => "all connections to the broker are closed",
        Fault.KillDatabase kill => $"the database is killed and away for {Seconds(kill.Away)}",
        Fault.RestartDatabase => "the database is restarted",
        Fault.EndSessions => "all sessions of the database are ended",
        Fault.DeleteOutbox => "the outbox is emptied",
        Fault.Disturb way => $"the way to the {NameOf(way.Way)} is {NameOf(way.Trouble)}{(way.Trouble == Trouble.Cut ? "" : $" for {Seconds(way.For)}")}",
        Fault.Relay relay => $"the relay does '{NameOf(relay.Do)}' at {relay.At}{(relay.Keep ? ", and keeps the mail" : "")}",
        Fault.RelayAtRandom relay => $"the relay misbehaves at random for {Seconds(relay.For)}",
        Fault.CopyCommands copy => $"every command comes three times for {Seconds(copy.For)}",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "A fault without words."),
    };

    private static string NameOf(Role role) => role switch
    {
        Role.Api => "an API",
        Role.Consumer => "a consumer",
        _ => "a node of reconciliation",
    };

    private static string NameOf(Link way) => way switch
    {
        Link.Broker => "broker",
        Link.Database => "database",
        _ => "relay",
    };

    private static string NameOf(Trouble trouble) => trouble switch
    {
        Trouble.Slow => "slow",
        Trouble.Cut => "cut",
        Trouble.HalfOpen => "half open",
        _ => "silent",
    };

    private static string NameOf(FaultAction action) => action switch
    {
        FaultAction.Reply reply => reply.Line,
        FaultAction.Hang => "hang",
        FaultAction.Cut => "cut",
        FaultAction.Refuse => "refuse",
        FaultAction.Slow slow => $"slow by {Seconds(slow.By)}",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "A misbehaviour without words."),
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
}
