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
            // Claims end after 13 s and are taken over a few seconds later; the other one has an answer, or waits for it, when this one goes on.
            // Few mails: a relay that leaves too many without an answer is left alone for a while.
            Customers = new() { PerSecond = 6, For = TimeSpan.FromSeconds(39) },
            Strikes =
            [
                new(new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Hang(), TimeSpan.FromSeconds(33), Times: 12), At: 6),
                new(new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Slow(TimeSpan.FromSeconds(2)), TimeSpan.FromSeconds(30)), At: 7),
                new(new Fault.Pause(Role.Consumer, TimeSpan.FromSeconds(22)), At: 7.5),
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
        new("nodes-killed", "Nodes of reconciliation die while they are needed: what a consumer left in its queue is purged.")
        {
            Cast = new() { Consumers = 1 },
            Strikes =
            [
                new(new Fault.Pause(Role.Consumer, TimeSpan.FromSeconds(5)), At: 1, Times: 2, Every: 8),
                new(new Fault.PurgeQueues(), At: 4, Times: 2, Every: 8),
                new(new Fault.Kill(Role.Node), At: 6, Times: 5, Every: 2),
            ],
            Expected = new() { DuplicatesPossible = true },
        },
    ];
}
