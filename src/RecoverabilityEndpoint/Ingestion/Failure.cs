namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>One failure of one message, as the tables take it: docs/failed-messages.md. Texts are bounded.</summary>
internal sealed record Failure
{
    public required Guid Id { get; init; }

    /// <summary>The same for the same delivery, and for a copy of it.</summary>
    public required Guid AttemptId { get; init; }

    public string MessageId { get; init; } = "";

    public string MessageType { get; init; } = "";

    public bool IsControlMessage { get; init; }

    public string? ConversationId { get; init; }

    public string ContentType { get; init; } = "";

    public string? SendingEndpoint { get; init; }

    public string? SendingMachine { get; init; }

    public Guid? SendingHostId { get; init; }

    public string ReceivingEndpoint { get; init; } = "";

    public string? ReceivingMachine { get; init; }

    public Guid? ReceivingHostId { get; init; }

    /// <summary>Null when it cannot be sent back.</summary>
    public string? QueueAddress { get; init; }

    public string ExceptionType { get; init; } = "";

    public string ExceptionMessage { get; init; } = "";

    public string? ExceptionSource { get; init; }

    public string StackTrace { get; init; } = "";

    public string? Unreadable { get; init; }

    public DateTimeOffset? TimeSent { get; init; }

    /// <summary>Null when it does not say, or nothing that can be true: then it is when it came here.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    public Guid? EditOf { get; init; }

    /// <summary>One for each classifier, in the order of <see cref="Failures.Classifier.All"/>.</summary>
    public required IReadOnlyList<FailureGroup> Groups { get; init; }

    /// <summary>All of them, a JSON object.</summary>
    public required byte[] Headers { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>What a failure has in common with others.</summary>
internal sealed record FailureGroup(Guid Id, string Classifier, string Title);
