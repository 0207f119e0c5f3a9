namespace Notifications.ServiceDefaults.Stopping;

/// <summary>How an HTTP host says goodbye; section <c>Stopping</c>.</summary>
public sealed record StoppingSettings
{
    /// <summary>
    /// After SIGTERM it says so at <c>/health/ready</c> and goes on serving for this time, so that a load balancer that asks from time to time has stopped sending
    /// before the door closes. Default 3 s; 0 closes at once.
    /// </summary>
    public TimeSpan AnnounceFor { get; init; } = TimeSpan.FromSeconds(3);

    public IEnumerable<string> Problems()
    {
        if (AnnounceFor < TimeSpan.Zero || AnnounceFor > TimeSpan.FromSeconds(60))
            yield return $"Stopping:AnnounceFor is {AnnounceFor}; give a time from 00:00:00 to 00:01:00.";
    }
}
