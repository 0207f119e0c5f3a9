using System.ComponentModel.DataAnnotations;

namespace Notifications.RecoverabilityEndpoint.Heartbeats;

/// <summary>What endpoints tell of themselves, and when silence counts; section <c>Heartbeats</c>.</summary>
public sealed record HeartbeatSettings
{
    /// <summary>Where they send heartbeats and results of custom checks. Default <c>Particular.ServiceControl</c>, as for ServiceControl; empty: none are read.</summary>
    [DataType(DataType.Text)]
    public string Queue { get; init; } = "Particular.ServiceControl";

    /// <summary>Silence after which an endpoint is said to be down. Default 40 s: four heartbeats of NServiceBus, and of ours.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Silence after which a process of an endpoint is forgotten. Default one day: a container that is started anew is another one each time.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromDays(1);

    public IEnumerable<string> Problems()
    {
        if (Queue.Length > 255)
            yield return $"Heartbeats:Queue has {Queue.Length} characters; a queue's name has at most 255.";
        if (GracePeriod < TimeSpan.FromSeconds(5) || GracePeriod > TimeSpan.FromHours(1))
            yield return $"Heartbeats:GracePeriod is {GracePeriod}; give a time from 00:00:05 to 01:00:00.";
        if (ForgetAfter < GracePeriod * 2 || ForgetAfter > TimeSpan.FromDays(365))
            yield return $"Heartbeats:ForgetAfter is {ForgetAfter}; give a time from twice Heartbeats:GracePeriod ({GracePeriod}) to 365.00:00:00.";
    }
}
