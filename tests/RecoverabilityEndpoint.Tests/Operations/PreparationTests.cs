using Microsoft.Extensions.Logging.Abstractions;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.RecoverabilityEndpoint.Returns;
using Notifications.Testing;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Tests.Operations;

[CancelAfter(60_000)]
public sealed class PreparationTests : DatabaseFixture
{
    private readonly ReturnSignal _signal = new();

    [OneTimeTearDown]
    public void DisposeSignal() => _signal.Dispose();

    [Test]
    public async Task What_is_to_be_sent_back_gets_its_row_slice_by_slice_and_the_operation_says_how_far_it_is()
    {
        await new FailedMessageRows { Count = 2_500 }.InsertAsync(Source);
        var operation = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved));
        Assert.That(await StateAsync(operation), Is.EqualTo("waiting 0 0"));

        var states = new List<string>();
        while (await StepAsync() == PreparationStep.Went)
            states.Add(await StateAsync(operation));
        Assert.That(states, Is.EqualTo(new[] { "preparing 1000 0", "preparing 2000 0", "forwarding 2500 0" }));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.returns JOIN recoverability.failed_messages USING (failed_message_id) WHERE status = 'retry_issued'"), Is.EqualTo(2_500));
    }

    [TestCase("archive", "unresolved", "archived")]
    [TestCase("restore", "archived", "unresolved")]
    public async Task Archiving_and_restoring_are_done_in_the_same_slices(string kind, string from, string to)
    {
        await new FailedMessageRows { Count = 1_001, Status = from }.InsertAsync(Source);
        var operation = await AskAsync(OperationTable.KindOf(kind), new Selection(FailureStatuses.FromColumn(from)));

        await StepAsync();
        Assert.That(await StateAsync(operation), Is.EqualTo("preparing 1000 1000"));
        await StepAsync();
        Assert.That(await StateAsync(operation), Is.EqualTo("completed 1001 1001"));
        Assert.That(await QueryAsync<long>($"SELECT count(*) FROM recoverability.failed_messages WHERE status = '{to}' AND last_modified > now() - interval '30 s'"), Is.EqualTo(1_001));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.events WHERE messages = 1001"), Is.EqualTo(1));
    }

    [Test]
    public async Task Pressing_twice_sends_each_message_back_once()
    {
        var ids = await new FailedMessageRows { Count = 3 }.InsertAsync(Source);
        var first = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved) { Ids = ids });
        var second = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved) { Ids = ids });
        await PrepareAllAsync();
        // In the same millisecond either may be the first.
        Assert.That(new[] { await StateAsync(first), await StateAsync(second) }, Is.EquivalentTo(new[] { "forwarding 3 0", "completed 0 0" }));
    }

    [Test]
    public async Task Asking_for_what_waits_already_adds_nothing_to_it()
    {
        var ids = await new FailedMessageRows { Count = 3 }.InsertAsync(Source);
        await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved) { Ids = ids });
        await PrepareAllAsync();
        var again = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.RetryIssued) { Ids = ids });
        await PrepareAllAsync();
        Assert.That(await StateAsync(again), Is.EqualTo("completed 0 0"));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.returns"), Is.EqualTo(3));
    }

    /// <summary>It fails again before the round that has sent it is written down, and somebody is quick.</summary>
    [Test]
    public async Task What_is_asked_for_again_while_its_row_is_about_to_go_gets_a_new_one(CancellationToken cancellation)
    {
        var ids = await new FailedMessageRows().InsertAsync(Source);
        await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved));
        await PrepareAllAsync();
        await ExecuteAsync("UPDATE recoverability.failed_messages SET status = 'unresolved', last_modified = now()");
        var again = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved) { Ids = ids });

        Task<PreparationStep> step;
        await using (var round = await Source.OpenConnectionAsync(cancellation))
        {
            await using var transaction = await round.BeginTransactionAsync(cancellation);
            await using var take = new NpgsqlCommand("SELECT FROM recoverability.returns FOR UPDATE", round, transaction);
            await take.ExecuteNonQueryAsync(cancellation);
            step = StepAsync();
            await Eventually.TrueAsync(IsAnyWaitingAsync, "the step waits for the round, which is publishing", cancellation);
            await using var remove = new NpgsqlCommand("DELETE FROM recoverability.returns", round, transaction);
            await remove.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        await step;
        Assert.That(await StateAsync(again), Is.EqualTo("forwarding 1 0"));
        Assert.That(await QueryAsync<Guid>("SELECT operation_id FROM recoverability.returns"), Is.EqualTo(again));
    }

    [Test]
    public async Task What_fails_after_it_was_asked_for_is_not_meant()
    {
        var operation = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved));
        await new FailedMessageRows().InsertAsync(Source);
        await ExecuteAsync("UPDATE recoverability.failed_messages SET last_modified = now()");
        await PrepareAllAsync();
        Assert.That(await StateAsync(operation), Is.EqualTo("completed 0 0"));
    }

    [Test]
    public async Task What_is_on_its_way_back_is_not_archived_whatever_was_selected_by()
    {
        await new FailedMessageRows { Status = "retry_issued" }.InsertAsync(Source);
        var operation = await AskAsync(OperationKind.Archive, new Selection(FailureStatus.Unresolved, FailureStatus.RetryIssued));
        await PrepareAllAsync();
        Assert.That(await StateAsync(operation), Is.EqualTo("completed 0 0"));
    }

    [Test]
    public async Task One_message_does_not_wait_for_the_thousands_that_were_asked_for_before()
    {
        await new FailedMessageRows { Count = 3_000 }.InsertAsync(Source);
        var many = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved));
        await StepAsync();
        var one = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Archived) { Ids = await new FailedMessageRows { Status = "archived" }.InsertAsync(Source) });
        await StepAsync();
        Assert.That((await StateAsync(one), await StateAsync(many)), Is.EqualTo(("forwarding 1 0", "preparing 1000 0")));
    }

    [Test]
    public async Task Processes_side_by_side_take_each_message_once()
    {
        await new FailedMessageRows { Count = 6_000 }.InsertAsync(Source);
        var operation = await AskAsync(OperationKind.Retry, new Selection(FailureStatus.Unresolved));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            while (await StepAsync() != PreparationStep.Nothing)
            {
            }
        }));
        Assert.That(await StateAsync(operation), Is.EqualTo("forwarding 6000 0"));
    }

    [Test]
    public async Task Each_part_of_a_selection_narrows_it()
    {
        var group = Guid.CreateVersion7();
        var meant = await new FailedMessageRows { Endpoint = "Billing", Queue = "Billing.2", Group = group, ExceptionMessage = "Card DECLINED by $1", FailedAt = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc) }.InsertAsync(Source);
        await new FailedMessageRows { Count = 5, FailedAt = new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc) }.InsertAsync(Source);
        await new FailedMessageRows { FailedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) }.InsertAsync(Source);
        var unresolved = new Selection(FailureStatus.Unresolved);
        var day = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

        foreach (var selection in new[]
        {
            unresolved with { Ids = meant },
            unresolved with { Group = group },
            unresolved with { Endpoint = "Billing" },
            unresolved with { QueueAddress = "Billing.2" },
            unresolved with { Cause = "declined BY $1" },
            unresolved with { FailedFrom = day, FailedUntil = day.AddDays(1) },
            unresolved with { Ids = meant, Group = group, Endpoint = "Billing", QueueAddress = "Billing.2", Cause = "card", FailedFrom = day, FailedUntil = day.AddSeconds(1) },
        })
        {
            await ExecuteAsync("UPDATE recoverability.failed_messages SET status = 'unresolved', last_modified = now() - interval '1 minute'");
            await AskAsync(OperationKind.Archive, selection);
            await PrepareAllAsync();
            Assert.That(await QueryAsync<Guid[]>("SELECT coalesce(array_agg(failed_message_id), '{}') FROM recoverability.failed_messages WHERE status = 'archived'"), Is.EqualTo(meant), $"{selection}");
        }
    }

    /// <summary>For a lock, in this fixture's database.</summary>
    private Task<bool> IsAnyWaitingAsync() => QueryAsync<bool>(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')");

    private Task<PreparationStep> StepAsync() => new Preparation(Source, _signal, NullLogger<Preparation>.Instance).StepAsync(CancellationToken.None);

    private async Task PrepareAllAsync()
    {
        while (await StepAsync() == PreparationStep.Went)
        {
        }
    }

    private async Task<Guid> AskAsync(OperationKind kind, Selection selection) =>
        (await OperationTable.AskAsync(Source, new AskedOperation(kind, OperationScope.All, "all of them", "ana", selection), CancellationToken.None))!.Value;

    private Task<string> StateAsync(Guid operation) => QueryAsync<string>($"SELECT concat_ws(' ', state, total, done) FROM recoverability.operations WHERE operation_id = '{operation}'");
}
