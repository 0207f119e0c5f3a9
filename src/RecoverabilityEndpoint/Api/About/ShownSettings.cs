namespace Notifications.RecoverabilityEndpoint.Api.About;

/// <summary>What other parts of this host are set to, as far as ServicePulse is told.</summary>
/// <param name="ErrorRetention">For how long resolved and archived messages are kept; it counts down from there.</param>
/// <param name="HeartbeatGrace">Silence after which an endpoint is dead.</param>
/// <param name="HeartbeatQueue">Where endpoints send heartbeats and what they have checked of themselves; empty: nowhere.</param>
internal sealed record ShownSettings(TimeSpan ErrorRetention, TimeSpan HeartbeatGrace, string HeartbeatQueue);
