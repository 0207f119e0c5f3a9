using Notifications.RecoverabilityEndpoint.Api.Http;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>The queues in which messages have failed that somebody may still do something about: the choices of a redirect.</summary>
internal static class QueueAddressRoute
{
    private const string Addresses =
        """
        SELECT queue_address, count(*) FROM recoverability.failed_messages
        WHERE status IN ('unresolved', 'retry_issued') AND queue_address IS NOT NULL
        GROUP BY queue_address ORDER BY queue_address
        LIMIT 1000
        """;

    public static async Task<IResult> ShowAsync(HttpContext http, NpgsqlDataSource database) =>
        Answer.List(http, await database.ListAsync(Addresses, row => new QueueAddress(row.GetString(0), row.GetInt64(1)), http.RequestAborted));

    private sealed record QueueAddress(string PhysicalAddress, long FailedMessageCount);
}
