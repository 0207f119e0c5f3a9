namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>How fast failed messages go back; section <c>Returns</c>.</summary>
public sealed record ReturnsSettings
{
    /// <summary>Messages a second at most, for each process. Default 500.</summary>
    public int PerSecond { get; init; } = 500;

    /// <summary>No more are sent back to a queue in which so many wait. Default 1,000: what fails again does so before all the others have.</summary>
    public int MostWaiting { get; init; } = 1_000;

    /// <summary>Messages that are given to the broker at once; as many may arrive twice if this process dies. Default 100.</summary>
    public int Batch { get; init; } = 100;

    public IEnumerable<string> Problems()
    {
        if (PerSecond is < 1 or > 100_000)
            yield return $"Returns:PerSecond is {PerSecond}; give a number from 1 to 100000.";
        if (MostWaiting is < 1 or > 10_000_000)
            yield return $"Returns:MostWaiting is {MostWaiting}; give a number from 1 to 10000000.";
        if (Batch is < 1 or > 1_000)
            yield return $"Returns:Batch is {Batch}; give a number from 1 to 1000.";
    }
}
