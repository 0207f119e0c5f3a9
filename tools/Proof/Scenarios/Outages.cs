using Notifications.Proof.Faults;
using Notifications.Proof.Journals;
using Notifications.Proof.Stage;

namespace Notifications.Proof.Scenarios;

/// <summary>Broker and database are killed, restarted, full, emptied, and the ways to them disturbed.</summary>
internal static class Outages
{
    private static readonly Expectation MayComeTwice = new() { DuplicatesPossible = true };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("broker-killed", "The broker is killed, twice, and away for some seconds.")
        {
            Strikes = [new(new Fault.KillBroker(TimeSpan.FromSeconds(3)), At: 2, Times: 2, Every: 8)],
        },
        new("broker-killed-alone", "The same without reconciliation: what the broker confirmed it has, and what it did not goes out again.")
        {
            Cast = new() { Nodes = 0 },
            Customers = new() { PerSecond = 180 },
            // It is silent for a while before it dies: what is on its way then has no answer.
            Strikes =
            [
                new(new Fault.Disturb(Link.Broker, Trouble.Silent, TimeSpan.FromSeconds(3)), At: 1, Times: 2, Every: 8),
                new(new Fault.KillBroker(TimeSpan.FromSeconds(1)), At: 2.5, Times: 2, Every: 8),
            ],
        },
        new("broker-restarted", "The broker is stopped and started as for maintenance, twice.")
        {
            Strikes = [new(new Fault.RestartBroker(), At: 2, Times: 2, Every: 7)],
        },
        new("broker-full", "The broker takes nothing for a while, because of its memory.")
        {
            Strikes = [new(new Fault.RaiseAlarm(TimeSpan.FromSeconds(6)), At: 3)],
        },
        new("broker-lost", "The broker loses its disk, and everything on it.")
        {
            Strikes = [new(new Fault.LoseBrokersDisk(), At: 5)],
        },
        new("connections-closed", "An operator closes all connections to the broker, again and again, without reconciliation.")
        {
            Cast = new() { Nodes = 0 },
            Strikes = [new(new Fault.CloseConnections(), At: 2, Times: 4, Every: 3)],
        },
        new("queues-purged", "Somebody purges the queues while a consumer hangs, and empties the outbox while the broker is away.")
        {
            Cast = new() { Consumers = 1 },
            Customers = new() { For = TimeSpan.FromSeconds(22) },
            Strikes =
            [
                new(new Fault.Pause(Role.Consumer, TimeSpan.FromSeconds(5)), At: 1),
                new(new Fault.PurgeQueues(), At: 4),
                new(new Fault.KillBroker(TimeSpan.FromSeconds(3)), At: 10),
                new(new Fault.DeleteOutbox(), At: 12, Times: 2, Every: 2),
            ],
            Expected = MayComeTwice,
        },
        new("queue-deleted", "Somebody deletes the queue, again and again.")
        {
            Strikes = [new(new Fault.DeleteQueue(), At: 2, Times: 4, Every: 3)],
        },
        new("binding-lost-alone", "The queue's binding is deleted, again and again, without reconciliation: what leads nowhere is not taken for sent.")
        {
            Cast = new() { Nodes = 0 },
            Strikes = [new(new Fault.LoseBinding(), At: 2, Times: 4, Every: 3)],
        },
        new("broker-network", "The way to the broker is slow, cut, half open and silent, one after the other, without reconciliation.")
        {
            Cast = new() { Nodes = 0 },
            Customers = new() { For = TimeSpan.FromSeconds(30) },
            Strikes = [.. Disturbed(Link.Broker, 8)],
        },
        new("database-killed", "The database is killed, twice, and away for some seconds.")
        {
            Strikes = [new(new Fault.KillDatabase(TimeSpan.FromSeconds(3)), At: 2, Times: 2, Every: 8)],
            Expected = MayComeTwice with { LeastUnknown = 1 },
        },
        new("database-restarted", "The database is stopped and started as for maintenance, twice.")
        {
            Strikes = [new(new Fault.RestartDatabase(), At: 2, Times: 2, Every: 6)],
            Expected = MayComeTwice,
        },
        new("sessions-ended", "Every session of the database is ended, again and again, in the middle of its commits.")
        {
            Customers = new() { PerSecond = 180 },
            Strikes = [new(new Fault.EndSessions(), At: 1, Times: 12, Every: 1)],
            Expected = MayComeTwice,
        },
        new("database-network", "The way to the database is slow, cut, half open and silent, one after the other.")
        {
            Customers = new() { PerSecond = 100, For = TimeSpan.FromSeconds(30) },
            Strikes = [.. Disturbed(Link.Database, 6)],
            Expected = MayComeTwice with { LeastUnknown = 1 },
        },
    ];

    private static IEnumerable<Strike> Disturbed(Link way, double silence) =>
    [
        new(new Fault.Disturb(way, Trouble.Slow, TimeSpan.FromSeconds(4)), At: 1),
        new(new Fault.Disturb(way, Trouble.Cut, TimeSpan.Zero), At: 7, Times: 3, Every: 1.5),
        new(new Fault.Disturb(way, Trouble.HalfOpen, TimeSpan.FromSeconds(silence)), At: 12),
        new(new Fault.Disturb(way, Trouble.Silent, TimeSpan.FromSeconds(silence)), At: 22),
    ];
}
