using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Operations;

/// <summary>What a person asks for: something to be done to all messages of a selection. It is stored at once and done bit by bit.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Scope">How it was selected: ServiceControl's word, for the history.</param>
/// <param name="Originator">For people: what was selected, such as the title of a group.</param>
/// <param name="RequestedBy">Who asks.</param>
/// <param name="Selection">Which messages.</param>
internal sealed record AskedOperation(OperationKind Kind, OperationScope Scope, string Originator, string RequestedBy, Selection Selection);

internal enum OperationKind
{
    /// <summary>Send back to the endpoint.</summary>
    Retry,

    /// <summary>Nothing is to be done about them.</summary>
    Archive,

    /// <summary>Something is, after all.</summary>
    Restore,
}

/// <summary>The names are ServiceControl's retry types.</summary>
internal enum OperationScope
{
    SingleMessage,
    MultipleMessages,
    FailureGroup,
    AllForEndpoint,
    ByQueueAddress,
    All,
}

/// <summary>Failed messages in one of these states that fit everything that is given.</summary>
internal sealed record Selection(params IReadOnlyList<FailureStatus> Statuses)
{
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Of any classifier.</summary>
    public Guid? Group { get; init; }

    /// <summary>The receiving one.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Where they failed.</summary>
    public string? QueueAddress { get; init; }

    public DateTimeOffset? FailedFrom { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? FailedUntil { get; init; }

    /// <summary>Part of the exception's type or message, whatever the case of letters.</summary>
    public string? Cause { get; init; }
}
