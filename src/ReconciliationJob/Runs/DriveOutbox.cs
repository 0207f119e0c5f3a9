using Notifications.Messaging.Outbox;
using Notifications.Messaging.Wire;

namespace Notifications.ReconciliationJob.Runs;

/// <summary>Where a run puts its commands.</summary>
/// <param name="Reserve">How long their rows are left to this process.</param>
/// <param name="Committed">Publishes them at once.</param>
public sealed record DriveOutbox(TimeSpan Reserve, Action<IEnumerable<OutgoingMessage>> Committed)
{
    /// <summary>Of a process that is connected to the broker.</summary>
    public static DriveOutbox Of(OutboxDispatcher dispatcher, OutboxSettings settings) => new(settings.Reserve, dispatcher.Committed);

    /// <summary>Of one that is not: the sweep of any other publishes them.</summary>
    public static DriveOutbox ForOthers { get; } = new(TimeSpan.Zero, _ => { });
}
