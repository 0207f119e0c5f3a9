namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>What came out of the error queue. There is nothing else: what cannot be read is a failure that says so.</summary>
internal abstract record Arrival
{
    private Arrival()
    {
    }

    /// <summary>The failed message that it is about.</summary>
    public abstract Guid MessageId { get; }

    /// <summary>A message could not be handled.</summary>
    public sealed record Failed(Failure Failure) : Arrival
    {
        public override Guid MessageId => Failure.Id;
    }

    /// <summary>One that was sent back is handled.</summary>
    public sealed record Acknowledged(Guid Id) : Arrival
    {
        public override Guid MessageId => Id;
    }
}
