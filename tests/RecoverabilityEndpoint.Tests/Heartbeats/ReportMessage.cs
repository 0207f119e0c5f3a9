using System.Text;
using Notifications.Messaging.Wire;

namespace Notifications.RecoverabilityEndpoint.Tests.Heartbeats;

/// <summary>What NServiceBus's plugins send.</summary>
internal static class ReportMessage
{
    public static readonly Guid Host = Guid.Parse("52a45fc1-d332-666f-b07a-442a7583d759");

    public static IncomingMessage Beat(string endpoint = "Shop", Guid? host = null, string? executedAt = null) => Of(
        "ServiceControl.Plugin.Heartbeat.Messages.EndpointHeartbeat",
        $$"""{"ExecutedAt":"{{executedAt ?? $"{DateTime.UtcNow:O}"}}","EndpointName":"{{endpoint}}","HostId":"{{host ?? Host}}","Host":"vm"}""");

    public static IncomingMessage Started(string at = "2026-11-25T09:00:00Z") => Of(
        "ServiceControl.Plugin.Heartbeat.Messages.RegisterEndpointStartup",
        $$"""{"HostId":"{{Host}}","Endpoint":"Shop","StartedAt":"{{at}}","HostProperties":{"Machine":"vm"},"HostDisplayName":"vm/7","Host":"vm"}""");

    public static IncomingMessage Check(bool hasFailed, string at) => Of(
        "ServiceControl.Plugin.CustomChecks.Messages.ReportCustomCheckResult",
        $$"""{"HostId":"{{Host}}","CustomCheckId":"Disk","Category":"Storage","HasFailed":{{(hasFailed ? "true" : "false")}},"FailureReason":{{(hasFailed ? "\"full\"" : "null")}},"ReportedAt":"{{at}}","EndpointName":"Shop","Host":"vm"}""");

    public static IncomingMessage Of(string type, string body) => new(Guid.NewGuid().ToString(), type, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body), 0);
}
