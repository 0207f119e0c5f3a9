using Notifications.MailCatcher.Faults;
using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>What becomes of an order when nothing, or only the mail relay, goes wrong.</summary>
[CancelAfter(120_000)]
public sealed class WalkTests : ShopFixture
{
    private const int Connected = 1000;
    private const int Consuming = 1020;
    private const int ConsumerStopped = 1021;
    private const int ScheduleStarted = 4012;

    private HostProcess _consumer = null!;

    [SetUp]
    public async Task StartConsumer() => _consumer = await _shop.StartConsumerAsync(CancellationToken.None);

    [Test]
    public async Task One_order_in_one_e_mail_out(CancellationToken cancellation)
    {
        var order = await _shop.PlaceOneAsync("ana@example.test", cancellation);

        var mail = (await _shop.Mail.Inbox.WaitForAsync(1, cancellationToken: cancellation)).Single().Parse();
        await _shop.WaitForStatusAsync(order, "accepted", cancellation);
        var confirmation = await _shop.ConfirmationAsync(order, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mail.To.Mailboxes.Single().Address, Is.EqualTo("ana@example.test"));
            Assert.That(mail.MessageId, Is.EqualTo($"{DeliveryId.For(order, NotificationKind.OrderConfirmation):N}@shop.example"));
            Assert.That(mail.TextBody, Does.Contain("Caneca").And.Contain("R$").And.Contain("21,00"));
            Assert.That(mail.HtmlBody, Does.Contain("Caneca").And.Contain("21,00"));
            Assert.That((int)confirmation["attempts"]!, Is.EqualTo(1));
            Assert.That((string)confirmation["relay_reply"]!, Does.Contain("queued"));
            Assert.That((bool)confirmation["possible_duplicate"]!, Is.False);
            Assert.That(await _shop.QueryAsync<bool>("SELECT d.published_at BETWEEN o.accepted_at AND d.settled_at FROM notifications.deliveries d JOIN orders.orders o USING (order_id)"), Is.True);
        }
    }

    [Test]
    public async Task A_thousand_orders_are_a_thousand_e_mails_which_two_consumers_share_and_no_log_has_a_word_of_them(CancellationToken cancellation)
    {
        await Task.WhenAll(_shop.StartConsumerAsync(cancellation), _shop.StartReconciliationAsync(cancellation, new Dictionary<string, string> { ["Reconciliation__Grace"] = "00:01:00" }));

        await _shop.PlaceAsync(1_000, cancellation);
        var twice = await _shop.EveryOrderHasItsMailAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_shop.Accepted, Has.Count.EqualTo(1_000));
            Assert.That(twice, Is.Zero);
            Assert.That(
                await _shop.QueryAsync<long>("SELECT min(mails) FROM (SELECT count(*) AS mails FROM notifications.deliveries GROUP BY claimed_by HAVING count(DISTINCT claimed_by) = 1) AS shares"),
                Is.GreaterThan(100));
            Assert.That(await _shop.QueryAsync<long>("SELECT count(DISTINCT claimed_by) FROM notifications.deliveries"), Is.EqualTo(2));
        }

        await Task.WhenAll(_shop.Hosts.Select(host => host.TerminateAsync()));
        Assert.That(_shop.Hosts.SelectMany(host => host.Lines()).Where(line => line.Id is not (Connected or Consuming or ConsumerStopped or ScheduleStarted)), Is.Empty, "a healthy day is quiet");
    }

    [Test]
    public async Task A_second_copy_of_the_command_sends_no_second_e_mail(CancellationToken cancellation)
    {
        var order = await _shop.PlaceOneAsync("ana@example.test", cancellation);
        await _shop.WaitForStatusAsync(order, "accepted", cancellation);

        var before = await _broker.PublishCopiesAsync(order, 10, cancellation);
        await Eventually.TrueAsync(async () => await _broker.Management.DepthAsync(Endpoints.Notification, cancellation) == 0, "the copies are handled", cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo(10));
            Assert.That(_shop.Mail.Inbox.Messages, Has.Count.EqualTo(1));
            Assert.That(await _shop.QueryAsync<int>("SELECT attempt FROM notifications.deliveries"), Is.EqualTo(1));
            Assert.That(await _broker.Management.DepthAsync(Endpoints.Error, cancellation), Is.Zero);
        }
    }

    [Test]
    public async Task An_e_mail_that_the_relay_puts_off_goes_out_at_a_later_attempt(CancellationToken cancellation)
    {
        _shop.Mail.Faults.Add(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("450 4.2.0 greylisted")) { Times = 2 });

        var order = await _shop.PlaceOneAsync("ana@example.test", cancellation);
        await _shop.WaitForStatusAsync(order, "accepted", cancellation);

        Assert.That((int)(await _shop.ConfirmationAsync(order, cancellation))["attempts"]!, Is.EqualTo(3));
        Assert.That(_shop.Mail.Inbox.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_recipient_that_the_relay_rejects_is_not_tried_again_and_ends_in_the_error_queue(CancellationToken cancellation)
    {
        _shop.Mail.Faults.Add(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 no such user")) { Recipient = "nobody@" });

        var order = await _shop.PlaceOneAsync("nobody@example.test", cancellation);
        var good = await _shop.PlaceOneAsync("ana@example.test", cancellation);
        await _shop.WaitForStatusAsync(order, "rejected", cancellation);
        await _shop.WaitForStatusAsync(good, "accepted", cancellation);
        var failed = await _broker.TakeFromErrorQueueAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)(await _shop.ConfirmationAsync(order, cancellation))["attempts"]!, Is.EqualTo(1));
            Assert.That(failed.MessageId, Is.EqualTo($"{DeliveryId.For(order, NotificationKind.OrderConfirmation)}"));
            Assert.That(failed.Headers["NServiceBus.FailedQ"], Is.EqualTo(Endpoints.Notification));
            Assert.That(failed.Headers["NServiceBus.ExceptionInfo.ExceptionType"], Does.EndWith(".RecipientRejectedException"));
            Assert.That(failed.Headers["NServiceBus.ExceptionInfo.Message"], Does.Contain("5.1.1"));
        }
    }

    [Test]
    public async Task A_rejected_e_mail_that_an_operator_sends_back_goes_out_and_is_acknowledged(CancellationToken cancellation)
    {
        var fault = _shop.Mail.Faults.Add(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 no such user")));
        var order = await _shop.PlaceOneAsync("ana@example.test", cancellation);
        var failed = await _broker.TakeFromErrorQueueAsync(cancellation);

        _shop.Mail.Faults.Remove(fault);
        await _broker.SendBackAsync(failed, "failure-42", cancellation);
        await _shop.WaitForStatusAsync(order, "accepted", cancellation);
        var acknowledgement = await _broker.TakeFromErrorQueueAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_shop.Mail.Inbox.Messages, Has.Count.EqualTo(1));
            Assert.That(acknowledgement.Body, Is.Empty);
            Assert.That(acknowledgement.MessageId, Is.Not.Empty.And.Not.EqualTo(failed.MessageId));
            Assert.That(acknowledgement.Headers["ServiceControl.Retry.UniqueMessageId"], Is.EqualTo("failure-42"));
            Assert.That(acknowledgement.Headers["NServiceBus.ControlMessage"], Is.EqualTo("True"));
            Assert.That(acknowledgement.Headers, Does.ContainKey("ServiceControl.Retry.Successful"));
        }
    }

    [Test]
    public async Task An_e_mail_that_is_put_off_to_the_end_of_its_retries_ends_in_the_error_queue(CancellationToken cancellation)
    {
        _shop.Mail.Faults.Add(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("450 4.2.0 greylisted")));

        var order = await _shop.PlaceOneAsync("ana@example.test", cancellation);
        var failed = await _broker.TakeFromErrorQueueAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Headers["NServiceBus.ExceptionInfo.Message"], Does.Contain("4.2.0"));
            Assert.That((string?)(await _shop.ConfirmationAsync(order, cancellation))["status"], Is.EqualTo("deferred"));
            Assert.That((int)(await _shop.ConfirmationAsync(order, cancellation))["attempts"]!, Is.EqualTo(3), "the first and two delayed retries");
        }
    }

    [Test]
    public async Task While_the_relay_refuses_everybody_no_order_goes_to_the_error_queue_and_all_go_out_when_it_is_back(CancellationToken cancellation)
    {
        var refusal = _shop.Mail.Faults.Add(new Fault(FaultPoint.Connect, new FaultAction.Refuse()));
        await _shop.PlaceAsync(20, cancellation);
        await Eventually.TrueAsync(async () => (await _consumer.HealthAsync(cancellation)).Contains("no mail relay can be used", StringComparison.Ordinal), "it takes no more messages", cancellation);
        await _shop.PlaceAsync(100, cancellation);
        await Eventually.TrueAsync(async () => await _broker.Management.DepthAsync(Endpoints.Notification, cancellation) >= 100, "they wait in the queue", cancellation);
        var tried = await _shop.QueryAsync<long>("SELECT count(*) FROM notifications.attempts");
        _shop.Mail.Faults.Remove(refusal);

        Assert.That(await _shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
        Assert.That(tried, Is.LessThanOrEqualTo(30), "the relay was left alone");
        Assert.That(await _broker.Management.DepthAsync(Endpoints.Error, cancellation), Is.Zero);
    }

    [Test]
    public async Task An_e_mail_whose_answer_was_cut_off_is_sent_again_the_same_and_marked(CancellationToken cancellation)
    {
        _shop.Mail.Faults.Add(new Fault(FaultPoint.EndOfData, new FaultAction.Cut()) { Keep = true, Times = 1 });

        await _shop.PlaceAsync(1, cancellation);

        Assert.That(await _shop.EveryOrderHasItsMailAsync(cancellation), Is.EqualTo(1));
        Assert.That(await _shop.QueryAsync<bool>("SELECT possible_duplicate FROM notifications.deliveries"), Is.True);
    }

    [TestCase("", null)]
    [TestCase("not json", "Notifications.Messages.SendOrderConfirmation")]
    [TestCase("{}", "Notifications.Messages.SendOrderConfirmation")]
    [TestCase("{}", "Shop.Unknown")]
    public async Task A_message_that_nobody_can_read_goes_to_the_error_queue_and_the_others_keep_moving(string body, string? type)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _broker.PublishAsync(Endpoints.Notification, body, type, time.Token);
        var order = await _shop.PlaceOneAsync("ana@example.test", time.Token);

        await _shop.WaitForStatusAsync(order, "accepted", time.Token);
        var failed = await _broker.TakeFromErrorQueueAsync(time.Token);

        Assert.That(failed.Headers["NServiceBus.ExceptionInfo.ExceptionType"], Does.EndWith("PoisonMessageException"));
        Assert.That(failed.Body, Is.EqualTo(body));
    }
}
