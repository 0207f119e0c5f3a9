using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;

namespace Notifications.RecoverabilityEndpoint.Tests.Operations;

public sealed class OperationTableTests : DatabaseFixture
{
    private static readonly Guid Group = Guid.CreateVersion7();

    [Test]
    public async Task The_same_for_a_group_that_is_worked_on_is_not_begun_twice()
    {
        Assert.That(await AskAsync(OperationKind.Retry), Is.Not.Null);
        Assert.That(await AskAsync(OperationKind.Retry), Is.Null);
        Assert.That(await AskAsync(OperationKind.Archive), Is.Not.Null);

        await ExecuteAsync("UPDATE recoverability.operations SET state = 'completed', completed_at = now()");
        Assert.That(await AskAsync(OperationKind.Retry), Is.Not.Null);
    }

    [Test]
    public async Task What_is_not_given_does_not_select()
    {
        await OperationTable.AskAsync(
            Source, new AskedOperation(OperationKind.Retry, OperationScope.All, "all", "ana", new Selection(FailureStatus.Unresolved, FailureStatus.RetryIssued)), CancellationToken.None);
        Assert.That(
            await QueryAsync<long>(
                "SELECT count(*) FROM recoverability.operations WHERE statuses = '{unresolved,retry_issued}' AND num_nulls(ids, group_id, endpoint, queue_address, failed_from, failed_until, cause) = 7"),
            Is.EqualTo(1));
    }

    private async Task<Guid?> AskAsync(OperationKind kind) => await OperationTable.AskAsync(
        Source, new AskedOperation(kind, OperationScope.FailureGroup, "a group", "ana", new Selection(FailureStatus.Unresolved) { Group = Group }), CancellationToken.None);
}
