namespace Notifications.RecoverabilityEndpoint.Api.Groups;

/// <summary>How far what was asked for a group is, in the words that ServicePulse draws it by. It compares some of them letter by letter.</summary>
/// <param name="Status"><c>None</c> when nothing is being done.</param>
/// <param name="Progress">0 to 1. Exactly 1 while it is prepared would be drawn as waiting in a queue.</param>
/// <param name="Remaining">Messages still to be sent back or archived.</param>
/// <param name="Completed">Those that were.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="CompletedAt">When it ended; stays after that was seen, since it is when the group was last retried.</param>
/// <param name="IsToBeSeen">It has ended, and nobody has said that they have seen it.</param>
internal sealed record GroupProgress(string Status, double Progress = 0, long Remaining = 0, long Completed = 0, DateTime? StartedAt = null, DateTime? CompletedAt = null, bool IsToBeSeen = false)
{
    private const double AlmostAll = 0.99;

    /// <param name="operation">The newest, or none.</param>
    /// <param name="left">Unresolved messages of the group: while it is prepared nobody knows more of what is left.</param>
    public static GroupProgress Of(GroupOperation? operation, long left) => operation switch
    {
        null => new GroupProgress("None"),
        { DismissedAt: not null } => new GroupProgress("None", CompletedAt: operation.Kind == "retry" ? operation.CompletedAt : null),
        { Kind: "retry" } => OfRetry(operation, left),
        _ => OfArchive(operation, left),
    };

    private static GroupProgress OfRetry(GroupOperation retry, long left) => retry.State switch
    {
        "waiting" => new GroupProgress("Waiting", Remaining: left, StartedAt: retry.RequestedAt),
        "preparing" => new GroupProgress("Preparing", Share(retry.Total, retry.Total + left), left, 0, Began(retry)),
        "forwarding" => new GroupProgress("Forwarding", Share(retry.Done + retry.Failed, retry.Total), retry.Total - retry.Done - retry.Failed, retry.Done, Began(retry)),
        _ => new GroupProgress("Completed", 1, 0, retry.Done, Began(retry), retry.CompletedAt, IsToBeSeen: true),
    };

    private static GroupProgress OfArchive(GroupOperation archive, long left) => archive.State switch
    {
        "waiting" => new GroupProgress("ArchiveStarted", Remaining: left, StartedAt: archive.RequestedAt),
        "completed" => new GroupProgress("ArchiveCompleted", 1, 0, archive.Done, Began(archive), archive.CompletedAt, IsToBeSeen: true),
        _ => new GroupProgress("ArchiveProgressing", Share(archive.Done, archive.Done + left), left, archive.Done, Began(archive)),
    };

    private static DateTime Began(GroupOperation operation) => operation.StartedAt ?? operation.RequestedAt;

    private static double Share(long part, long all) => all == 0 ? 0 : Math.Min((double)part / all, AlmostAll);
}
