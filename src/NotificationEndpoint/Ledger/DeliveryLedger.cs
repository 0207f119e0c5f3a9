using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.GroupCommit;
using Npgsql;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>
/// What we know about each e-mail, and who may send it. In: a claim before sending, an end after it. Out: both durable, group-committed.
/// Database away: a claim fails (nothing is sent); an end is written again and again until it stands, because the e-mail is out.
/// Death between the two: the lease runs out, somebody takes over, and the e-mail is marked as a possible duplicate.
/// Never: two senders of one e-mail at the same time, or a late write of a process that was taken for dead.
/// </summary>
public sealed class DeliveryLedger : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The class of errors about who we are: a password that was changed first here or first there.</summary>
    private const string LoginRefused = "28";

    /// <summary>A standby, a database that is not there, and a schema that the migrator has not brought up to date yet or that we may not use.</summary>
    private static readonly HashSet<string> OfNoUse =
    [
        PostgresErrorCodes.ReadOnlySqlTransaction, PostgresErrorCodes.InvalidCatalogName, PostgresErrorCodes.InvalidSchemaName, PostgresErrorCodes.UndefinedTable,
        PostgresErrorCodes.UndefinedColumn, PostgresErrorCodes.UndefinedFunction, PostgresErrorCodes.InsufficientPrivilege,
    ];

    private readonly TimeProvider _time;
    private readonly ILogger<DeliveryLedger> _log;
    private readonly GroupCommit<ClaimRequest, Claim> _claims;
    private readonly GroupCommit<AttemptEnd, bool> _ends;
    private readonly Outage _recording;

    public DeliveryLedger(NpgsqlDataSource database, LedgerSettings settings, TimeProvider time, ILogger<DeliveryLedger> log)
    {
        (_time, _log, _recording) = (time, log, new Outage(time));
        var claimant = $"{Environment.MachineName}/{Environment.ProcessId}";
        _claims = new GroupCommit<ClaimRequest, Claim>("claims", requests => LedgerTable.ClaimAsync(database, requests, claimant, settings.Lease));
        _ends = new GroupCommit<AttemptEnd, bool>("ends", ends => EndTable.WriteAsync(database, ends, claimant));
    }

    /// <exception cref="NpgsqlException">The database is away: nobody has the claim, or we have it and it runs out.</exception>
    public Task<Claim> ClaimAsync(ClaimRequest request, CancellationToken stopping) => _claims.AddAsync(request, stopping);

    /// <summary>Is this the database being of no use to anybody, rather than refusing this one statement? No message is to blame for that.</summary>
    public static bool IsAway(Exception failure) => failure switch
    {
        PostgresException refused => refused.IsTransient || refused.SqlState.StartsWith(LoginRefused, StringComparison.Ordinal) || OfNoUse.Contains(refused.SqlState),
        _ => failure is TimeoutException or NpgsqlException,
    };

    /// <returns>When it stands: true when it is written, false when it was refused because somebody has taken over.</returns>
    /// <exception cref="OperationCanceledException">We have to stop and the database is still away; the claim runs out by itself.</exception>
    public async Task<bool> RecordAsync(AttemptEnd end, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                var isWritten = await _ends.AddAsync(end, CancellationToken.None);
                if (!isWritten)
                    _log.TakenOver(end.Key.Id, end.Claim.Attempt, end.Outcome.GetType().Name);
                if (_recording.Worked() is { } leftOut)
                    _log.RecordedAgain(leftOut);
                return isWritten;
            }
            catch (Exception away) when (IsAway(away))
            {
                if (_recording.Failed() is { } leftOut)
                    _log.NotRecorded(end.Key.Id, end.Claim.Attempt, FailureText.ReasonOf(away), leftOut);
                await Task.Delay(Pause, _time, stopping);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _claims.DisposeAsync();
        await _ends.DisposeAsync();
    }
}
