using System.Globalization;

namespace Notifications.Messaging.Wire;

/// <summary>NServiceBus's text for a time: UTC, microseconds behind a colon, always 27 characters. Not ISO 8601.</summary>
public static class WireTime
{
    private const string Format = "yyyy-MM-dd HH:mm:ss:ffffff 'Z'";

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Null when it is not a time in this form.</summary>
    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
