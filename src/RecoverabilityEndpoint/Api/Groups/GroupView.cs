using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Api.Groups;

/// <summary>A group of unresolved messages, in ServiceControl's words.</summary>
internal sealed record GroupView(
    Guid Id, string Title, string Type, long Count, string? Comment, DateTime? First, DateTime? Last, string OperationStatus, double OperationProgress, long OperationRemainingCount,
    long OperationMessagesCompletedCount, DateTime? OperationStartTime, DateTime? OperationCompletionTime, DateTime? LastOperationCompletionTime, bool NeedUserAcknowledgement)
{
    /// <summary>ServicePulse would say that messages were left out because of a restart. None ever is.</summary>
    public bool OperationFailed { get; }

    /// <param name="count">Null when nothing is left in it.</param>
    public static GroupView Of(DescribedGroup group, Classifier classifier, GroupCount? count)
    {
        var progress = GroupProgress.Of(group.Operation, count?.Count ?? 0);
        return new GroupView(
            group.Id, group.Title, classifier.Name, count?.Count ?? 0, group.Note, count?.First, count?.Last, progress.Status, progress.Progress, progress.Remaining, progress.Completed,
            progress.StartedAt, progress.CompletedAt, progress.CompletedAt, progress.IsToBeSeen);
    }
}

/// <summary>A group without what is being done to it.</summary>
internal sealed record GroupSummary(Guid Id, string Title, string Type, long Count, string? Comment, DateTime? First, DateTime? Last);
