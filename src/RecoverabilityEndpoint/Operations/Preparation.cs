using Notifications.RecoverabilityEndpoint.Events;
using Notifications.RecoverabilityEndpoint.Returns;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Operations;

internal enum PreparationStep
{
    /// <summary>A slice was taken; there may be more.</summary>
    Went,

    /// <summary>Other processes have all that is open.</summary>
    Busy,

    Nothing,
}

/// <summary>
/// In: operations that somebody has asked for. Out: for each message that is to be sent back its row in <c>returns</c>; for those to be archived or restored the new
/// state. A slice is one transaction with the operation's progress: dying in between leaves the slice undone, and whoever comes next takes it. Any number of processes
/// do this side by side. Never: a message taken twice for one operation, or one that changed after it was asked for.
/// </summary>
internal sealed class Preparation(NpgsqlDataSource database, ReturnSignal returns, ILogger<Preparation> log)
{
    public const int SliceSize = 1_000;

    public async Task<PreparationStep> StepAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await PreparationTable.NextAsync(transaction, cancellation) is not { } operation)
            return await PreparationTable.IsAnyAsync(transaction, cancellation) ? PreparationStep.Busy : PreparationStep.Nothing;

        var slice = await PreparationTable.TakeAsync(transaction, operation, SliceSize, cancellation);
        var isLast = slice.Selected < SliceSize;
        await PreparationTable.AdvanceAsync(transaction, operation, slice, StateAfter(operation.Asked.Kind, isLast), cancellation);
        var total = operation.Total + slice.Taken;
        if (isLast)
            await EventTable.AddAsync(transaction, [.. await ToldAtTheEndAsync(transaction, operation, total, cancellation)], cancellation);
        await transaction.CommitAsync(cancellation);

        if (operation.Asked.Kind == OperationKind.Retry)
            returns.Set();
        if (isLast)
            log.Prepared(operation.Id, operation.Asked.Kind, operation.Asked.Scope, total);
        return PreparationStep.Went;
    }

    private static async Task<IEnumerable<OperatingEvent>> ToldAtTheEndAsync(NpgsqlTransaction transaction, OpenOperation operation, long total, CancellationToken cancellation)
    {
        if (operation.Asked.Kind != OperationKind.Retry)
            return OperationEvents.Completed(new CompletedOperation(operation.Id, operation.Asked, total, Done: total, Failed: 0));
        // Nothing fitted, or all of it has gone already.
        var completed = await OperationTable.CompleteAsync(transaction, [operation.Id], cancellation);
        return OperationEvents.Prepared(operation.Asked, total).Concat(completed.SelectMany(OperationEvents.Completed));
    }

    /// <summary>The column's word. One of which nothing is to be sent back is completed from there.</summary>
    private static string StateAfter(OperationKind kind, bool isLast) => (isLast, kind) switch
    {
        (false, _) => "preparing",
        (true, OperationKind.Retry) => "forwarding",
        (true, _) => "completed",
    };
}
