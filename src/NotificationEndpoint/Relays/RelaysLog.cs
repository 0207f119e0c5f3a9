namespace Notifications.NotificationEndpoint.Relays;

/// <summary>Log lines about the state of the relays, each once, with its id (3200–3299).</summary>
internal static partial class RelaysLog
{
    [LoggerMessage(3200, LogLevel.Error, "Relay {Relay} is down and gets no mail; it is looked at again in {Rest}. The last it did: {Reason}")]
    public static partial void Down(this ILogger log, string relay, string reason, TimeSpan rest);

    [LoggerMessage(3201, LogLevel.Information, "Relay {Relay} is still down, and is looked at again in {Rest}: {Reason}")]
    public static partial void StillDown(this ILogger log, string relay, string reason, TimeSpan rest);

    [LoggerMessage(3202, LogLevel.Information, "Relay {Relay} answers again; it gets one mail at a time until it accepts one.")]
    public static partial void Answers(this ILogger log, string relay);

    [LoggerMessage(3203, LogLevel.Warning, "Relay {Relay} accepts mail again.")]
    public static partial void Up(this ILogger log, string relay);

    [LoggerMessage(3204, LogLevel.Critical, "All {Count} mail relays are down: no e-mail goes out. Orders are accepted, their e-mails wait. Look at the relays, and at Smtp:Relays.")]
    public static partial void AllDown(this ILogger log, int count);

    [LoggerMessage(3205, LogLevel.Warning, "Relay {Relay} asks for less: at most {Sessions} of {Most} sessions are used until it takes more.")]
    public static partial void AsksForLess(this ILogger log, string relay, int sessions, int most);

    [LoggerMessage(3206, LogLevel.Error, "Relay {Relay} refuses mail after mail for good, to everybody; until it accepts one, what it refuses is tried again. The last: {Reason}")]
    public static partial void RefusesAll(this ILogger log, string relay, string reason);

    [LoggerMessage(3207, LogLevel.Warning, "Relay {Relay} has Transaction Pipelined and Tls StartTls, which do not go together: MailKit sends its mail. Set Tls to Implicit, or Transaction to MailKit.")]
    public static partial void NotPipelined(this ILogger log, string relay);
}
