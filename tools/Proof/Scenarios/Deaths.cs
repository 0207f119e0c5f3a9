using Notifications.MailCatcher.Faults;
using Notifications.Proof.Journals;
using Notifications.Proof.Stage;
using Fault = Notifications.Proof.Faults.Fault;

namespace Notifications.Proof.Scenarios;

/// <summary>Our own processes die or hang. "Alone" is without reconciliation: whatever the part in question loses stays lost.</summary>
internal static class Deaths
{
    /// <summary>Of a mail that takes its time, some is in hand at every death.</summary>
    private static readonly Strike SlowRelay = new(new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Slow(TimeSpan.FromMilliseconds(60)), TimeSpan.FromSeconds(14)), At: 0);

    private static readonly Expectation MayComeTwice = new() { DuplicatesPossible = true, LeastTakenOver = 1 };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("consumers-killed", "Consumers are killed, again and again.")
        {
            Strikes = [SlowRelay, new(new Fault.Kill(Role.Consumer), At: 2, Times: 4, Every: 3)],
            Expected = MayComeTwice,
        },
        new("consumers-killed-alone", "The same without reconciliation: the broker hands out again what was not acknowledged.")
        {
            Cast = new() { Nodes = 0 },
            Strikes = [SlowRelay, new(new Fault.Kill(Role.Consumer), At: 2, Times: 4, Every: 3)],
            Expected = MayComeTwice,
        },
        new("consumers-hang", "Consumers hang for longer than their claims last, and go on.")
        {
            Strikes = [SlowRelay, new(new Fault.Pause(Role.Consumer, TimeSpan.FromSeconds(18)), At: 2, Times: 2, Every: 5)],
            Expected = MayComeTwice,
        },
        new("zombie", "A consumer hangs while a relay does not answer it, and goes on when another is at the same e-mails.")
        {
            // Claims end after 13 s and are taken over a few seconds later; the other one is kept waiting for an answer just when this one goes on.
            Customers = new() { PerSecond = 10, For = TimeSpan.FromSeconds(26) },
            Strikes =
            [
                new(new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Hang(), TimeSpan.FromSeconds(24), Times: 32), At: 1),
                new(new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Slow(TimeSpan.FromSeconds(2.5)), TimeSpan.FromSeconds(26)), At: 1),
                new(new Fault.Pause(Role.Consumer, TimeSpan.FromSeconds(18)), At: 2),
            ],
            Expected = MayComeTwice,
        },
        new("apis-killed", "APIs are killed, again and again.")
        {
            Strikes = [new(new Fault.Kill(Role.Api), At: 2, Times: 4, Every: 3)],
            Expected = new() { LeastUnknown = 1 },
        },
        new("apis-killed-alone", "The same without reconciliation: what they had stored and not published goes out from another.")
        {
            Cast = new() { Nodes = 0 },
            Strikes = [new(new Fault.Kill(Role.Api), At: 2, Times: 4, Every: 3)],
            Expected = new() { LeastUnknown = 1 },
        },
        new("apis-hang", "APIs hang and go on.")
        {
            Strikes = [new(new Fault.Pause(Role.Api, TimeSpan.FromSeconds(5)), At: 2, Times: 2, Every: 6)],
        },
        new("nodes-killed", "Nodes of reconciliation die while they are needed: the queues are purged.")
        {
            Strikes =
            [
                new(new Fault.PurgeQueues(), At: 1, Times: 5, Every: 3),
                new(new Fault.Kill(Role.Node), At: 4, Times: 4, Every: 3),
            ],
        },
    ];
}
