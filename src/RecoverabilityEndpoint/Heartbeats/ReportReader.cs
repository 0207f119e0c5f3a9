using System.Globalization;
using System.Text.Json;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Heartbeats;

/// <summary>Reads what NServiceBus's plugins for heartbeats and custom checks send, and our own hosts. Anybody may send anything.</summary>
internal static class ReportReader
{
    private const string HeartbeatPlugin = "ServiceControl.Plugin.Heartbeat.Messages.";
    private const string CustomCheckPlugin = "ServiceControl.Plugin.CustomChecks.Messages.";
    private const int LargestBody = 64 * 1024;
    private const int Name = 255;
    private const int Reason = 2_000;

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Report Read(IncomingMessage message)
    {
        if (message.Body.Length > LargestBody)
            return new Report.Unreadable($"Its body has {message.Body.Length} bytes.");
        try
        {
            using var json = JsonDocument.Parse(message.Body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return new Report.Unreadable("Its body is not a JSON object.");
            return Read(message.Type, json.RootElement);
        }
        catch (JsonException)
        {
            return new Report.Unreadable("Its body is not JSON.");
        }
    }

    private static Report Read(string type, JsonElement body) => type switch
    {
        HeartbeatPlugin + "EndpointHeartbeat" => Of(body, "EndpointName", "Host", from => new Report.Beat(from, Time(body, "ExecutedAt"))),
        HeartbeatPlugin + "RegisterEndpointStartup" => Of(body, "Endpoint", "HostDisplayName", from => new Report.Started(from, Time(body, "StartedAt"))),
        CustomCheckPlugin + "ReportCustomCheckResult" => Of(body, "EndpointName", "Host", from => ReadCheck(from, body)),
        _ => new Report.Unreadable("It is of another type."),
    };

    private static Report Of(JsonElement body, string name, string host, Func<ReportingEndpoint, Report> read) =>
        Text(body, name, Name) is { } endpoint && Guid.TryParse(Text(body, "HostId", Name), out var hostId)
            ? read(new ReportingEndpoint(endpoint, hostId, Text(body, host, Name) ?? Text(body, "Host", Name) ?? "unknown host"))
            : new Report.Unreadable("It does not say which endpoint it is from.");

    private static Report ReadCheck(ReportingEndpoint from, JsonElement body) =>
        Text(body, "CustomCheckId", Name) is { } check && body.TryGetProperty("HasFailed", out var failed) && failed.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new Report.Checked(
                from, check, Text(body, "Category", Name) ?? "", failed.ValueKind == JsonValueKind.True ? Text(body, "FailureReason", Reason) ?? "No reason was given." : null, Time(body, "ReportedAt"))
            : new Report.Unreadable("It does not say which check it is of, or how that ended.");

    /// <summary>Null for an empty one, and for half a character, which is no text.</summary>
    private static string? Text(JsonElement body, string name, int longest)
    {
        try
        {
            return body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? StoredText.BoundedOrNull(value.GetString(), longest) : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>ISO 8601; without a zone it is UTC.</summary>
    private static DateTimeOffset? Time(JsonElement body, string name) =>
        DateTimeOffset.TryParse(Text(body, name, Name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time >= Earliest && time < Latest
            ? time
            : null;
}
