namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>What became of one message of the error queue. There are no other endings.</summary>
internal enum IngestionResult
{
    /// <summary>A message that was not known.</summary>
    Failed,

    /// <summary>A known one, once more.</summary>
    FailedAgain,

    /// <summary>Of a failure that is known: the broker handed it out again, or it was published twice.</summary>
    Copy,

    /// <summary>One that was sent back is handled.</summary>
    Acknowledged,

    /// <summary>Of a message that is not, or no longer, known.</summary>
    UnknownAcknowledgement,

    /// <summary>Kept as it is, with what is wrong with it.</summary>
    Unreadable,
}
