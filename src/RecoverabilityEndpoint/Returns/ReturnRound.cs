using System.Text;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.RecoverabilityEndpoint.Events;
using Notifications.RecoverabilityEndpoint.Operations;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>
/// In: rows of <c>returns</c> that no other process has. Out: their messages, published all at once and confirmed; then the rows are removed and counted in their
/// operation, in the transaction that has held them. Broker away or refusing: they stay. Death in between: they are sent again, with the same ids.
/// Never: a row removed whose message the broker has not confirmed, unless it leads nowhere, and then it is unresolved again and somebody is told.
/// </summary>
internal sealed class ReturnRound(
    NpgsqlDataSource database, Publisher publisher, ReturnsSettings settings, RestingQueues resting, TimeProvider time, ILogger<ReturnRound> log)
{
    private const int MostTold = 10_000;

    /// <summary>In bytes. The broker cannot be asked about a longer one.</summary>
    private const int LongestName = 255;

    private readonly Outage _sending = new(time);
    private readonly HashSet<(Guid Operation, string? Address)> _told = [];

    /// <returns>How many messages were given to the broker; null when there was nothing to be done.</returns>
    public async Task<int?> RunAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        var taken = ReturnRow.Fitting(await ReturnTable.TakeAsync(transaction, Pace.Most(settings), resting.Now(), stopping));
        if (taken.Count == 0)
        {
            await CompleteAsync(transaction, null);
            await transaction.CommitAsync(CancellationToken.None);
            return null;
        }

        var rows = await WithRoomAsync(taken, stopping);
        var contents = await ReturnTable.LoadAsync(transaction, rows, stopping);
        // From here on it is finished whoever wants us to stop: the publisher gives each message a deadline.
        var ended = await Task.WhenAll(rows.Select(async row => (Row: row, Outcome: await SendAsync(row, contents.GetValueOrDefault(row.Message)))));
        RestWhatRefuses(ended);
        await ReturnEnds.SettleAsync(transaction, ended);
        await EventTable.AddAsync(transaction, [.. LedNowhere(ended)], CancellationToken.None);
        await CompleteAsync(transaction, [.. ended.Select(end => end.Row.Operation).Distinct()]);
        await transaction.CommitAsync(CancellationToken.None);
        ReturnTelemetry.Returned(ended);
        return ended.Count(end => end.Outcome is ReturnOutcome.Sent);
    }

    /// <summary>Those for whose queue it is not too much.</summary>
    private async Task<IReadOnlyList<ReturnRow>> WithRoomAsync(IReadOnlyList<ReturnRow> taken, CancellationToken stopping)
    {
        var rows = taken.Where(row => string.IsNullOrEmpty(row.Address) || Encoding.UTF8.GetByteCount(row.Address) > LongestName).ToList();
        foreach (var target in taken.Except(rows).GroupBy(row => (row.FailedAt, row.Address)).ToList())
        {
            var waiting = await publisher.CountAsync(ReturnAddress.QueueOf(target.Key.Address!), stopping);
            var room = (int)Math.Clamp(settings.MostWaiting - (waiting?.Ready ?? 0), 0, int.MaxValue);
            if (room < target.Count())
                resting.IsFull(target.Key.FailedAt!);
            rows.AddRange(target.Take(room));
        }

        return rows;
    }

    private async Task<ReturnOutcome> SendAsync(ReturnRow row, ReturnContent? content)
    {
        if (!row.IsWanted)
            return new ReturnOutcome.NotWanted();
        if (content is null)
            return new ReturnOutcome.Nowhere("their content is not there, or cannot be read");
        if (ReturnAddress.Of(row.Address, content.Headers) is not { } address)
            return new ReturnOutcome.Nowhere("they do not say in which queue they failed");
        var outcome = await publisher.PublishAsync(row.IsEdited
            ? ReturnedMessage.OfEdited(row.MessageId, address, content.Headers, content.Body)
            : ReturnedMessage.Of(row.Message, row.MessageId, address, content.Headers, content.Body));
        return Judge(row, address, outcome);
    }

    private ReturnOutcome Judge(ReturnRow row, ReturnAddress address, PublishOutcome outcome)
    {
        switch (outcome)
        {
            case PublishOutcome.Confirmed:
                return new ReturnOutcome.Sent();
            case PublishOutcome.Unroutable:
                return new ReturnOutcome.Nowhere(address.ForwardTo is null ? "there is no such queue" : $"there is no queue '{address.Exchange}', by which they are carried on");
            case PublishOutcome.Unencodable:
                return new ReturnOutcome.Nowhere("they cannot be written as AMQP");
            default:
                if (_sending.Failed() is { } leftOut)
                    log.NotReturned(row.Message, address.Exchange, outcome.ToString(), leftOut);
                return new ReturnOutcome.Stays();
        }
    }

    private void RestWhatRefuses(IReadOnlyCollection<(ReturnRow Row, ReturnOutcome Outcome)> ended)
    {
        foreach (var queue in ended.Where(end => end.Outcome is ReturnOutcome.Stays).Select(end => end.Row.FailedAt!).Distinct())
            resting.HasRefused(queue);
        foreach (var queue in ended.Where(end => end.Outcome is ReturnOutcome.Sent).Select(end => end.Row.FailedAt!).Distinct().Except(resting.Now()))
            resting.Takes(queue);
        if (ended.Any(end => end.Outcome is ReturnOutcome.Sent) && _sending.Worked() is { } leftOut)
            log.ReturnsAgain(leftOut);
    }

    private async Task CompleteAsync(NpgsqlTransaction transaction, IReadOnlyCollection<Guid>? operations)
    {
        var completed = await OperationTable.CompleteAsync(transaction, operations, CancellationToken.None);
        await EventTable.AddAsync(transaction, [.. completed.SelectMany(OperationEvents.Completed)], CancellationToken.None);
        foreach (var operation in completed)
            log.SentBack(operation.Id, operation.Done, operation.Failed);
    }

    /// <summary>Told once for an operation and an address, not for each message.</summary>
    private IEnumerable<OperatingEvent> LedNowhere(IEnumerable<(ReturnRow Row, ReturnOutcome Outcome)> ended)
    {
        foreach (var group in ended.Where(end => end.Outcome is ReturnOutcome.Nowhere).GroupBy(end => (end.Row.Operation, end.Row.Address)))
        {
            if (_told.Count >= MostTold)
                _told.Clear();
            if (!_told.Add(group.Key))
                continue;
            var reason = ((ReturnOutcome.Nowhere)group.First().Outcome).Reason;
            log.LedNowhere(group.Key.Operation, group.Count(), group.Key.Address ?? "", reason);
            yield return OperationEvents.LedNowhere(group.Key.Address, reason, [.. group.Select(end => end.Row.Message)]);
        }
    }
}
