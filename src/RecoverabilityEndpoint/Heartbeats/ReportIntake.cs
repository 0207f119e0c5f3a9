using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Heartbeats;

/// <summary>
/// In: batches of what endpoints tell of themselves. Out: it is in the database, in one transaction a batch. Database away: throws, and gets the same batch again, which is
/// harmless. What cannot be read or stored is dropped and said once a minute: the next heartbeat is ten seconds away.
/// </summary>
internal sealed class ReportIntake(NpgsqlDataSource database, HeartbeatSettings settings, TimeProvider time, ILogger<ReportIntake> log)
{
    private readonly Outage _unreadable = new(time);

    public async Task TakeAsync(IReadOnlyList<IncomingMessage> messages, CancellationToken cancellation)
    {
        var reports = new List<Report>(messages.Count);
        foreach (var message in messages)
        {
            var report = ReportReader.Read(message);
            if (report is Report.Unreadable unreadable)
                Drop(message, unreadable.Why);
            else
                reports.Add(report);
        }

        try
        {
            await StoreAsync(reports, cancellation);
        }
        catch (PostgresException refused) when (messages.Count == 1 && !refused.IsTransient && refused.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            Drop(messages[0], refused.MessageText); // its content; anything else is about the database
        }
    }

    private async Task StoreAsync(IReadOnlyList<Report> reports, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var command in EndpointTable.Add(reports, settings.GracePeriod).Concat(CustomCheckTable.Add(reports)))
            batch.BatchCommands.Add(command);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellation);
    }

    private void Drop(IncomingMessage message, string why)
    {
        if (_unreadable.Failed() is { } leftOut)
            log.NoReport(message.Type, settings.Queue, why, leftOut);
    }
}
