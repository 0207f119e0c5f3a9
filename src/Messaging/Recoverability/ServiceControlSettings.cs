using System.ComponentModel.DataAnnotations;

namespace Notifications.Messaging.Recoverability;

/// <summary>What ServiceControl gets from us besides the error queue; section <c>ServiceControl</c>. All of it is off by default.</summary>
public sealed record ServiceControlSettings
{
    /// <summary>Where a copy of every handled message goes, usually <c>audit</c>. Default nothing: no copies. They cost one more message each.</summary>
    [DataType(DataType.Text)]
    public string AuditQueue { get; init; } = "";

    /// <summary>Where heartbeats go, usually <c>Particular.ServiceControl</c>. Default nothing: none are sent.</summary>
    [DataType(DataType.Text)]
    public string HeartbeatQueue { get; init; } = "";

    /// <summary>Pause between two heartbeats. Default 10 s; ServiceControl counts an endpoint as dead after 40.</summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Problems()
    {
        if (AuditQueue.Length > 255)
            yield return $"ServiceControl:AuditQueue has {AuditQueue.Length} characters; a queue's name has at most 255.";
        if (HeartbeatQueue.Length > 255)
            yield return $"ServiceControl:HeartbeatQueue has {HeartbeatQueue.Length} characters; a queue's name has at most 255.";
        if (HeartbeatEvery < TimeSpan.FromSeconds(1) || HeartbeatEvery > TimeSpan.FromMinutes(10))
            yield return $"ServiceControl:HeartbeatEvery is {HeartbeatEvery}; give a time from 00:00:01 to 00:10:00.";
    }
}
