using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Returns;
using Notifications.Testing;

namespace Notifications.RecoverabilityEndpoint.Tests.Returns;

/// <summary>What becomes of messages that are to go back, on a real database and broker.</summary>
public sealed class ReturnRoundTests : ReturnFixture
{
    [Test]
    public async Task A_message_goes_back_to_its_queue_and_its_operation_is_completed()
    {
        var ids = await new FailedMessageRows { Body = [1, 2, 3] }.InsertAsync(Source);
        var operation = await SendBackAsync(ids);
        Assert.That(await Process().RunAsync(CancellationToken.None), Is.EqualTo(1));

        var sent = (await TakeAllAsync(Broker, "Shipping")).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Id, Is.EqualTo($"message-{ids[0]}"));
            Assert.That(sent.Body.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(sent.Headers[Headers.RetryUniqueMessageId], Is.EqualTo($"{ids[0]}"));
            Assert.That(await StateAsync(operation), Is.EqualTo("completed 1 1 0"));
            Assert.That(await StatusAsync(ids[0]), Is.EqualTo("retry_issued"));
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.returns"), Is.Zero);
            Assert.That(await QueryAsync<string>("SELECT event_type || related_to[1] FROM recoverability.events"), Is.EqualTo($"MessageSubmittedForRetry/message/{ids[0]}"));
        }
    }

    [Test]
    public async Task The_same_asked_for_after_it_is_completed_finds_nothing()
    {
        var ids = await new FailedMessageRows().InsertAsync(Source);
        await SendBackAsync(ids);
        await RunToEndAsync(Process());
        var again = await SendBackAsync(ids);
        await RunToEndAsync(Process());
        Assert.That(await StateAsync(again), Is.EqualTo("completed 0 0 0"));
        Assert.That(await TakeAllAsync(Broker, "Shipping"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Processes_side_by_side_send_each_message_once_and_the_last_one_completes_the_operation()
    {
        var ids = await new FailedMessageRows { Count = 1_000 }.InsertAsync(Source);
        var operation = await SendBackAsync(ids);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunToEndAsync(Process(new ReturnsSettings { MostWaiting = 10_000 }))));
        Assert.That(await StateAsync(operation), Is.EqualTo("completed 1000 1000 0"));
        Assert.That((await TakeAllAsync(Broker, "Shipping")).Select(message => message.Id), Is.EquivalentTo(ids.Select(id => $"message-{id}")));
    }

    [Test]
    public async Task What_leads_nowhere_is_unresolved_again_and_told_once_for_its_address()
    {
        var ids = await new FailedMessageRows { Count = 150, Queue = "gone" }.InsertAsync(Source);
        var good = await new FailedMessageRows().InsertAsync(Source);
        var operation = await SendBackAsync([.. ids, .. good]);
        await RunToEndAsync(Process());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StateAsync(operation), Is.EqualTo("completed 151 1 150"));
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.failed_messages WHERE status = 'unresolved' AND last_modified > now() - interval '30 s'"), Is.EqualTo(150));
            Assert.That(await QueryAsync<string>("SELECT description FROM recoverability.events WHERE event_type = 'MessageSubmittedForRetryFailed'"), Does.StartWith("Failed messages cannot be sent back to 'gone': there is no such queue."));
            Assert.That(await QueryAsync<string>("SELECT severity || description FROM recoverability.events WHERE event_type = 'RetryOperationCompleted'"), Does.StartWith("warning1 failed message were sent back, and 150 failed messages could not be"));
        }
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task A_message_that_does_not_say_where_it_failed_leads_nowhere(string? queue)
    {
        var ids = await new FailedMessageRows { Queue = queue }.InsertAsync(Source);
        var operation = await SendBackAsync(ids);
        await RunToEndAsync(Process());
        Assert.That((await StateAsync(operation), await StatusAsync(ids[0])), Is.EqualTo(("completed 1 0 1", "unresolved")));
    }

    [Test]
    public async Task A_name_that_no_queue_can_have_leads_nowhere()
    {
        var operation = await SendBackAsync(await new FailedMessageRows { Queue = new string('é', 200) }.InsertAsync(Source));
        await RunToEndAsync(Process());
        Assert.That(await StateAsync(operation), Is.EqualTo("completed 1 0 1"));
    }

    [Test]
    public async Task Headers_that_cannot_be_read_lead_nowhere_and_hold_nobody_up()
    {
        var ids = await new FailedMessageRows { Count = 2 }.InsertAsync(Source);
        await ExecuteAsync($"UPDATE recoverability.contents SET headers = '[' WHERE failed_message_id = '{ids[0]}'");
        var operation = await SendBackAsync(ids);
        await RunToEndAsync(Process());
        Assert.That(await StateAsync(operation), Is.EqualTo("completed 2 1 1"));
    }

    [Test]
    public async Task A_redirect_leads_to_another_queue()
    {
        await ExecuteAsync("INSERT INTO recoverability.redirects VALUES (gen_random_uuid(), 'Shipping', 'Billing')");
        await SendBackAsync(await new FailedMessageRows().InsertAsync(Source));
        await RunToEndAsync(Process());
        Assert.That(await TakeAllAsync(Broker, "Billing"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_edited_copy_goes_in_the_place_of_the_original_which_is_resolved()
    {
        var ids = await new FailedMessageRows { Status = "retry_issued" }.InsertAsync(Source);
        await ExecuteAsync(
            $$"""
            INSERT INTO recoverability.operations (operation_id, kind, scope, originator, requested_by, statuses, state, total) VALUES ('{{Guid.NewGuid()}}', 'retry', 'SingleMessage', '', 'ana', '{unresolved}', 'forwarding', 1);
            INSERT INTO recoverability.returns SELECT '{{ids[0]}}', operation_id, convert_to('{"NServiceBus.MessageId":"edited","ServiceControl.EditOf":"{{ids[0]}}"}', 'UTF8'), '\x01' FROM recoverability.operations
            """);
        await RunToEndAsync(Process());

        var sent = (await TakeAllAsync(Broker, "Shipping")).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((sent.Id, sent.Body.Length), Is.EqualTo(("edited", 1)));
            Assert.That(sent.Headers.Keys, Does.Contain(Headers.EditOf).And.Not.Contain(Headers.RetryUniqueMessageId));
            Assert.That(await QueryAsync<string>("SELECT concat_ws(' ', status, edited) FROM recoverability.failed_messages"), Is.EqualTo("resolved t"));
        }
    }

    [TestCase("resolved", 0)]
    [TestCase("archived", 0)]
    [TestCase("unresolved", 1)]
    public async Task What_was_sent_by_a_process_that_died_and_is_settled_since_is_not_sent_again(string status, int sent)
    {
        var ids = await new FailedMessageRows().InsertAsync(Source);
        var operation = await SendBackAsync(ids);
        await ExecuteAsync($"UPDATE recoverability.failed_messages SET status = '{status}'");
        await RunToEndAsync(Process());
        Assert.That((await TakeAllAsync(Broker, "Shipping")).Count, Is.EqualTo(sent));
        Assert.That((await StateAsync(operation), await StatusAsync(ids[0])), Is.EqualTo(("completed 1 1 0", status)));
    }

    [Test]
    public async Task A_full_queue_gets_no_more_and_does_not_hold_up_others()
    {
        var settings = new ReturnsSettings { MostWaiting = 50, Batch = 40 };
        var ids = await new FailedMessageRows { Count = 120 }.InsertAsync(Source);
        var others = await new FailedMessageRows { Count = 30, Queue = "Billing" }.InsertAsync(Source);
        var operation = await SendBackAsync([.. ids, .. others]);
        await RunToEndAsync(Process(settings));
        Assert.That(await StateAsync(operation), Is.EqualTo("forwarding 150 80 0"));
        Assert.That(await TakeAllAsync(Broker, "Billing"), Has.Count.EqualTo(30));
        Assert.That(await TakeAllAsync(Broker, "Shipping"), Has.Count.EqualTo(50));

        await RunToEndAsync(Process(settings));
        Assert.That(await StateAsync(operation), Is.EqualTo("forwarding 150 130 0"));
    }

    [Test]
    public async Task Each_operation_has_its_share_of_a_round()
    {
        var large = await SendBackAsync(await new FailedMessageRows { Count = 500 }.InsertAsync(Source));
        var small = await SendBackAsync(await new FailedMessageRows { Queue = "Billing" }.InsertAsync(Source));
        await Process().RunAsync(CancellationToken.None);
        Assert.That((await StateAsync(small), await StateAsync(large)), Is.EqualTo(("completed 1 1 0", "forwarding 500 50 0")));
    }

    [Test]
    public async Task An_operation_whose_messages_were_removed_does_not_stay_open()
    {
        var operation = await SendBackAsync(await new FailedMessageRows().InsertAsync(Source));
        await ExecuteAsync("DELETE FROM recoverability.failed_messages");
        await RunToEndAsync(Process());
        Assert.That(await StateAsync(operation), Is.EqualTo("completed 1 0 0"));
    }
}
