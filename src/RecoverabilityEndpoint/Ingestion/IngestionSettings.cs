namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>How the error queue is emptied into the database; section <c>Ingestion</c>.</summary>
public sealed record IngestionSettings
{
    /// <summary>Messages stored in one transaction at most. Default 200.</summary>
    public int Batch { get; init; } = 200;

    /// <summary>Messages that the broker hands us before we have stored the earlier ones. Default 400: the next batch gathers while one is stored.</summary>
    public int Prefetch { get; init; } = 400;

    public IEnumerable<string> Problems()
    {
        if (Batch is < 1 or > 5_000)
            yield return $"Ingestion:Batch is {Batch}; give a number from 1 to 5000.";
        if (Prefetch < Batch || Prefetch > ushort.MaxValue)
            yield return $"Ingestion:Prefetch is {Prefetch}; give a number from Ingestion:Batch ({Batch}) to {ushort.MaxValue}.";
    }
}
