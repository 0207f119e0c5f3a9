using Notifications.MailCatcher.Kept;
using Notifications.MailCatcher.Smtp;

namespace Notifications.MailCatcher.Http;

/// <summary>What has happened, in numbers.</summary>
internal static class StatsApi
{
    public static IResult Get(Inbox inbox, SmtpConnections connections)
    {
        var now = inbox.Statistics;
        var stats = new Stats(now.Received, now.Kept, now.Evicted, now.Deleted, now.Bytes, connections.Open, connections.Ever);
        return Results.Json(stats, ApiJson.Default.Stats);
    }
}

/// <param name="Received">Messages taken since the start: kept, evicted and deleted together.</param>
/// <param name="Kept">Messages to be seen now.</param>
/// <param name="Evicted">Messages that left because newer ones needed their place.</param>
/// <param name="Deleted">Messages that somebody deleted.</param>
/// <param name="Bytes">What the kept ones cost.</param>
/// <param name="Connections">SMTP clients connected now.</param>
/// <param name="ConnectionsEver">SMTP connections since the start.</param>
internal sealed record Stats(long Received, int Kept, long Evicted, long Deleted, long Bytes, int Connections, long ConnectionsEver);
