using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Failures;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>How many messages match. By status alone, which every open page of ServicePulse asks for every five seconds, it is counted once a second at most.</summary>
internal sealed class SharedCounts(NpgsqlDataSource database, TimeProvider time)
{
    private readonly Dictionary<FailureStatus, SharedReading<long>> _byStatus = Enum.GetValues<FailureStatus>().ToDictionary(
        status => status, status => new SharedReading<long>(() => CountAsync(database, new FailureFilter([status]), CancellationToken.None), time));

    public Task<long> CountAsync(FailureFilter filter, CancellationToken cancellation) =>
        filter.OnlyStatus is { } status ? _byStatus[status].ReadAsync(cancellation) : CountAsync(database, filter, cancellation);

    private static Task<long> CountAsync(NpgsqlDataSource database, FailureFilter filter, CancellationToken cancellation)
    {
        var (conditions, parameters) = filter.ToSql();
        return database.CountAsync($"SELECT count(*) FROM recoverability.failed_messages WHERE {conditions}", cancellation, parameters);
    }
}
