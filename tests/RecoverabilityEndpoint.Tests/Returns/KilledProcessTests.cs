using Notifications.Messages;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.Testing;

namespace Notifications.RecoverabilityEndpoint.Tests.Returns;

/// <summary>The real host is killed in the middle of what people have asked for, and started again.</summary>
public sealed class KilledProcessTests : ReturnFixture
{
    private const int Messages = 10_000;

    [Test]
    public async Task Of_ten_thousand_messages_none_is_lost_and_no_more_come_twice_than_were_in_flight(CancellationToken cancellation)
    {
        var ids = await new FailedMessageRows { Count = Messages, Queue = Endpoints.Notification }.InsertAsync(Source);
        await AskAsync(OperationKind.Retry, FailureStatus.Unresolved);
        await using (var first = await StartAsync(cancellation))
        {
            await Eventually.TrueAsync(() => QueryAsync<bool>("SELECT done >= 1000 FROM recoverability.operations"), "some are sent back", cancellation);
            await first.KillAsync();
        }

        Assert.That(await QueryAsync<bool>("SELECT state <> 'completed' FROM recoverability.operations"), Is.True, "killed too late to show anything");
        await using var second = await StartAsync(cancellation);
        await Eventually.TrueAsync(() => QueryAsync<bool>("SELECT state = 'completed' FROM recoverability.operations"), "all are sent back", cancellation);

        var sent = (await TakeAllAsync(Broker, Endpoints.RetriesOf(Endpoints.Notification))).Select(message => message.Id).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.ToHashSet().SetEquals(ids.Select(id => $"message-{id}")), Is.True, "each is there");
            Assert.That(sent, Has.Count.LessThanOrEqualTo(Messages + 100), "copies are of the one batch in flight");
            Assert.That(await QueryAsync<string>("SELECT concat_ws(' ', total, done, failed) FROM recoverability.operations"), Is.EqualTo($"{Messages} {Messages} 0"));
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.returns"), Is.Zero);
        }
    }

    private Task<HostProcess> StartAsync(CancellationToken cancellation) => HostProcess.StartAsync(
        "RecoverabilityEndpoint",
        new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = ConnectionString,
            ["Broker__Uri"] = Broker.Uri.AbsoluteUri,
            ["Returns__PerSecond"] = "100000",
            ["Returns__MostWaiting"] = "1000000",
        },
        readyPath: "health/live",
        cancellation: cancellation);

    private Task<Guid?> AskAsync(OperationKind kind, FailureStatus status) => OperationTable.AskAsync(
        Source, new AskedOperation(kind, OperationScope.All, "all", "ana", new Selection(status)), CancellationToken.None);
}
