using Notifications.Proof.Faults;
using Notifications.Proof.Stage;

namespace Notifications.Proof.Scenarios;

/// <summary>One process dies at each point at which it matters, three times; without reconciliation where another part has to see to it.</summary>
internal static class Crashes
{
    private const int Times = 3;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Of(Role.Api, "before-commit", "an order is about to be stored"),
        Of(Role.Api, "after-commit", "an order is stored, and neither answered nor published"),
        Of(Role.Api, "after-confirm", "the broker has a command, and its row is still there"),
        Of(Role.Api, "after-lease", "rows of the outbox are taken by a sweep, and not published") with
        {
            // There is something to sweep when a broker was away; and no other may be quicker.
            Cast = new() { Apis = 1, Nodes = 0 },
            IsPartOfAnother = false,
            Strikes = [new(new Fault.KillBroker(TimeSpan.FromSeconds(1)), At: 2, Times: 2, Every: 8), CrashAt(Role.Api, "after-lease", mostPasses: 1)],
        },
        Of(Role.Consumer, "before-claim", "a command has come, and nothing is claimed"),
        Of(Role.Consumer, "after-claim", "an e-mail is claimed, and nothing is sent", taken: true),
        Of(Role.Consumer, "after-dot", "an e-mail is sent to its final dot, and there is no answer yet", taken: true, twice: true),
        Of(Role.Consumer, "after-answer", "the relay has said yes, and it is not recorded", taken: true, twice: true),
        Of(Role.Consumer, "after-record", "an e-mail is recorded as accepted, and its command is not acknowledged"),
        Of(Role.Node, "after-drive", "commands are driven again, and the run has not ended") with
        {
            // Of what a consumer leaves in the queue while it hangs there is something to lose; and no other node may be quicker.
            IsPartOfAnother = false,
            Cast = new() { Consumers = 1, Nodes = 1 },
            Strikes =
            [
                new(new Fault.Pause(Role.Consumer, TimeSpan.FromSeconds(6)), At: 2, Times: 3, Every: 16), new(new Fault.PurgeQueues(), At: 6, Times: 3, Every: 16),
                CrashAt(Role.Node, "after-drive", mostPasses: 1),
            ],
            Expected = new() { DuplicatesPossible = true },
        },
    ];

    /// <summary>All of them that need no other fault, one after the other.</summary>
    public static Scenario Together { get; } = new("crashes", "A process dies at one point after the other.")
    {
        Cast = new() { Nodes = 0 },
        Customers = new() { PerSecond = 60, For = TimeSpan.FromSeconds(20) },
        Strikes =
        [
            .. new[] { "before-commit", "after-commit", "after-confirm" }.Select(point => new Strike(new Fault.Crash(Role.Api, point, 1), At: 1)),
            .. new[] { "before-claim", "after-claim", "after-dot", "after-answer", "after-record" }.Select(point => new Strike(new Fault.Crash(Role.Consumer, point, 1), At: 1)),
        ],
        Expected = new() { DuplicatesPossible = true, LeastTakenOver = 3, LeastDuplicates = 2 },
    };

    private static Scenario Of(Role role, string point, string when, bool taken = false, bool twice = false) => new($"crash-{point}", $"A process dies when {when}.")
    {
        IsPartOfAnother = true,
        Cast = new() { Nodes = 0 },
        Customers = new() { PerSecond = 60, For = TimeSpan.FromSeconds(12) },
        Strikes = [CrashAt(role, point)],
        Expected = new() { DuplicatesPossible = role == Role.Consumer, LeastTakenOver = taken ? Times : 0, LeastDuplicates = twice ? Times : 0 },
    };

    private static Strike CrashAt(Role role, string point, int mostPasses = 60) => new(new Fault.Crash(role, point, Times, mostPasses), At: 1);
}
