using Notifications.MailCatcher.Faults;
using Notifications.Proof.Faults;
using Notifications.Proof.Stage;
using Fault = Notifications.Proof.Faults.Fault;

namespace Notifications.Proof.Scenarios;

/// <summary>Everything that can go wrong, one after the other in an order that the seed decides; what lasts goes on during the next.</summary>
internal static class AllTogether
{
    private static readonly IReadOnlyList<Fault> Everything =
    [
        new Fault.Kill(Role.Api),
        new Fault.Kill(Role.Consumer),
        new Fault.Kill(Role.Node),
        new Fault.Terminate(Role.Consumer),
        new Fault.Terminate(Role.Api),
        new Fault.Pause(Role.Consumer, TimeSpan.FromSeconds(18)),
        new Fault.Pause(Role.Api, TimeSpan.FromSeconds(4)),
        new Fault.Pause(Role.Node, TimeSpan.FromSeconds(10)),
        new Fault.KillBroker(TimeSpan.FromSeconds(2)),
        new Fault.RestartBroker(),
        new Fault.RaiseAlarm(TimeSpan.FromSeconds(4)),
        new Fault.PurgeQueues(),
        new Fault.DeleteQueue(),
        new Fault.CloseConnections(),
        new Fault.KillDatabase(TimeSpan.FromSeconds(2)),
        new Fault.RestartDatabase(),
        new Fault.EndSessions(),
        new Fault.DeleteOutbox(),
        new Fault.Disturb(Link.Broker, Trouble.Cut, TimeSpan.Zero),
        new Fault.Disturb(Link.Broker, Trouble.HalfOpen, TimeSpan.FromSeconds(5)),
        new Fault.Disturb(Link.Database, Trouble.Cut, TimeSpan.Zero),
        new Fault.Disturb(Link.Database, Trouble.Slow, TimeSpan.FromSeconds(4)),
        new Fault.Disturb(Link.Relay, Trouble.Cut, TimeSpan.Zero),
        new Fault.Disturb(Link.Relay, Trouble.Silent, TimeSpan.FromSeconds(4)),
        new Fault.Relay(FaultPoint.Connect, new FaultAction.Refuse(), TimeSpan.FromSeconds(5)),
        new Fault.Relay(FaultPoint.Rcpt, new FaultAction.Reply("451 4.7.1 try again later"), TimeSpan.FromSeconds(5)),
        new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Cut(), TimeSpan.FromSeconds(5), Times: 10, Keep: true),
        new Fault.RelayAtRandom(TimeSpan.FromSeconds(5), PerSecond: 6),
    ];

    public const string SoakName = "soak";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Lasting = Between * (Everything.Count + 0.5);

    /// <summary>With short times: each fault once.</summary>
    public static Scenario Once { get; } = new("everything", "Everything that can go wrong goes wrong once.")
    {
        Customers = new() { PerSecond = 100, For = Lasting },
        // A relay that takes its time before a mail's text: some mails are in hand whenever a consumer dies, and it can still misbehave at the final dot.
        Strikes = [new(new Fault.Relay(FaultPoint.Data, new FaultAction.Slow(TimeSpan.FromMilliseconds(60)), Lasting), At: 0)],
        Shuffled = Everything,
        ShuffledEvery = Between,
        // One outage follows the other: what waits for the broker, and then for the database, and then for the relay, waits for all three.
        // A consumer that dies or hangs just when the broker is away has nothing that could be taken over; that somebody's is, crashes and the scenarios of deaths see to.
        Expected = new() { DuplicatesPossible = true, LeastUnknown = 1, LeastDuplicates = 1, Usually = TimeSpan.FromMinutes(3) },
    };

    /// <summary>With the times of production.</summary>
    public static Scenario Soak(TimeSpan lasting, int perSecond) => new(SoakName, "Everything that can go wrong goes wrong, again and again, with the times of production.")
    {
        Cast = new() { UsualTimes = true },
        Customers = new() { PerSecond = perSecond, For = lasting },
        Shuffled = Everything,
        ShuffledEvery = TimeSpan.FromSeconds(8),
        Expected = new() { DuplicatesPossible = true, LeastTakenOver = 1, Usually = TimeSpan.FromMinutes(4) },
    };
}
