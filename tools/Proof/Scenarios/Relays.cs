using Notifications.MailCatcher.Faults;
using Notifications.Proof.Faults;
using Notifications.Proof.Stage;
using Fault = Notifications.Proof.Faults.Fault;

namespace Notifications.Proof.Scenarios;

/// <summary>The mail relay misbehaves, or the way to it.</summary>
internal static class Relays
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("relay-away", "The relay refuses every connection for a while.")
        {
            Strikes = [new(new Fault.Relay(FaultPoint.Connect, new FaultAction.Refuse(), TimeSpan.FromSeconds(8)), At: 2), new(new Fault.Disturb(Link.Relay, Trouble.Cut, TimeSpan.Zero), At: 2)],
            Expected = new() { DuplicatesPossible = true },
        },
        new("relay-greylists", "The relay puts off every e-mail for a while.")
        {
            Strikes = [new(new Fault.Relay(FaultPoint.Rcpt, new FaultAction.Reply("450 4.2.0 greylisted, try again later"), TimeSpan.FromSeconds(8)), At: 2)],
        },
        new("answers-lost", "The relay takes e-mails and does not say so: it cuts, or says nothing.")
        {
            Strikes =
            [
                new(new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Cut(), TimeSpan.FromSeconds(10), Times: 20, Keep: true), At: 2),
                new(new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Hang(), TimeSpan.FromSeconds(6), Times: 10, Keep: true), At: 7),
            ],
            Expected = new() { DuplicatesPossible = true, LeastDuplicates = 20 },
        },
        new("relay-at-random", "The relay misbehaves in any way at any point.")
        {
            Strikes = [new(new Fault.RelayAtRandom(TimeSpan.FromSeconds(14), PerSecond: 6), At: 0)],
            Expected = new() { DuplicatesPossible = true, LeastDuplicates = 1 },
        },
        new("relay-network", "The way to the relay is slow, cut, half open and silent, one after the other.")
        {
            Customers = new() { For = TimeSpan.FromSeconds(24) },
            Strikes =
            [
                new(new Fault.Disturb(Link.Relay, Trouble.Slow, TimeSpan.FromSeconds(3)), At: 1),
                new(new Fault.Disturb(Link.Relay, Trouble.Cut, TimeSpan.Zero), At: 5, Times: 4, Every: 1),
                new(new Fault.Disturb(Link.Relay, Trouble.HalfOpen, TimeSpan.FromSeconds(4)), At: 11),
                new(new Fault.Disturb(Link.Relay, Trouble.Silent, TimeSpan.FromSeconds(4)), At: 18),
            ],
            Expected = new() { DuplicatesPossible = true },
        },
    ];
}
