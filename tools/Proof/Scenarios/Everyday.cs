using Notifications.MailCatcher.Faults;
using Notifications.Proof.Stage;
using Fault = Notifications.Proof.Faults.Fault;

namespace Notifications.Proof.Scenarios;

/// <summary>Nothing is broken: what customers, operators and copies of messages do on any day. No e-mail may come twice.</summary>
internal static class Everyday
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("no-faults", "Nothing goes wrong.")
        {
            Customers = new() { PerSecond = 250, For = TimeSpan.FromSeconds(50) },
            Expected = new() { LeastReplayed = 100 },
        },
        new("requests-repeated", "Impatient customers send every order twice, while APIs die.")
        {
            Customers = new() { PerSecond = 100, OneRepeatsIn = 1 },
            Strikes = [new(new Fault.Kill(Role.Api), At: 3, Times: 3, Every: 4)],
            Expected = new() { LeastReplayed = 500, LeastUnknown = 1 },
        },
        new("commands-twice", "Every command is delivered three times.")
        {
            Strikes =
            [
                new(new Fault.CopyCommands(TimeSpan.FromSeconds(16)), At: 0),
                new(new Fault.Relay(FaultPoint.EndOfData, new FaultAction.Slow(TimeSpan.FromMilliseconds(200)), TimeSpan.FromSeconds(15)), At: 0), // copies come while the first is sent
            ],
        },
        new("recipients-rejected", "One recipient in twenty does not exist; in the end they do, and an operator sends everything back.")
        {
            Customers = new() { OneHopelessIn = 20 },
            SentBack = true,
            Expected = new() { LeastRejected = 50 },
        },
        new("deploy", "Every process is told to stop and started again, one after the other.")
        {
            Customers = new() { For = TimeSpan.FromSeconds(20) },
            Strikes =
            [
                new(new Fault.Terminate(Role.Consumer), At: 2, Times: 4, Every: 4),
                new(new Fault.Terminate(Role.Api), At: 3, Times: 4, Every: 4),
                new(new Fault.Terminate(Role.Node), At: 4, Times: 4, Every: 4),
            ],
        },
        new("clocks-stepped", "The clock of an API, a consumer and a node goes forward or back by ten minutes while they run.")
        {
            Strikes =
            [
                new(new Fault.StepClock(Role.Api, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(9)), At: 1),
                new(new Fault.StepClock(Role.Consumer, TimeSpan.FromMinutes(-10), TimeSpan.FromSeconds(9)), At: 2),
                new(new Fault.StepClock(Role.Node, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(9)), At: 3),
            ],
        },
    ];
}
