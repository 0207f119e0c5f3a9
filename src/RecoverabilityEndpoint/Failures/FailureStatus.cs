namespace Notifications.RecoverabilityEndpoint.Failures;

/// <summary>Where a failed message is; docs/failed-messages.md has the transitions.</summary>
internal enum FailureStatus
{
    /// <summary>It failed, and nobody has done anything about it.</summary>
    Unresolved,

    /// <summary>It is on its way back to its endpoint, or there, and how that ended is not known yet.</summary>
    RetryIssued,

    /// <summary>It was handled after all, or an edited copy took its place.</summary>
    Resolved,

    /// <summary>A person has decided that nothing is to be done about it; ServicePulse says deleted.</summary>
    Archived,
}

internal static class FailureStatuses
{
    /// <summary>As the database has it.</summary>
    public static string Column(this FailureStatus status) => status switch
    {
        FailureStatus.Unresolved => "unresolved",
        FailureStatus.RetryIssued => "retry_issued",
        FailureStatus.Resolved => "resolved",
        FailureStatus.Archived => "archived",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A status without a word."),
    };

    public static FailureStatus FromColumn(string text) => text switch
    {
        "unresolved" => FailureStatus.Unresolved,
        "retry_issued" => FailureStatus.RetryIssued,
        "resolved" => FailureStatus.Resolved,
        "archived" => FailureStatus.Archived,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "A word without a status."),
    };
}
