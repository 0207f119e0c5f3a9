namespace Notifications.Proof.Builds;

/// <summary>A place in the product at which a host of a test build can be told to die; <c>src/Messaging/Diagnostics/CrashPoint.cs</c> has what each means.</summary>
/// <param name="Name">For example <c>after-claim</c>.</param>
/// <param name="Project">The host that comes by.</param>
public sealed record CrashPoint(string Name, string Project)
{
    /// <summary>All there are, in the order of an order's way.</summary>
    public static IReadOnlyList<CrashPoint> All { get; } =
    [
        new("before-commit", "OrdersEndpoint"),
        new("after-commit", "OrdersEndpoint"),
        new("after-lease", "OrdersEndpoint"),
        new("after-confirm", "OrdersEndpoint"),
        new("before-claim", "NotificationEndpoint"),
        new("after-claim", "NotificationEndpoint"),
        new("after-dot", "NotificationEndpoint"),
        new("after-answer", "NotificationEndpoint"),
        new("after-record", "NotificationEndpoint"),
        new("after-drive", "ReconciliationJob"),
    ];

    /// <summary>The host's setting for it.</summary>
    /// <param name="time">Which time it comes by, from 1.</param>
    public KeyValuePair<string, string> At(int time) => new("CRASH_AT", $"{Name}:{time}");
}
