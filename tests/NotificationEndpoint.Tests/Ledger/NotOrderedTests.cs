using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.Testing;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests.Ledger;

/// <summary>Whoever can publish to the broker can ask for any e-mail. What no order asks for is not claimed, and nothing is written down about it.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Children)]
public sealed class NotOrderedTests : DatabaseFixture
{
    private const string Recipient = "maria@example.test";
    private const string Stranger = "stranger@example.test";

    [Test]
    public async Task An_order_that_does_not_exist_is_no_reason_for_an_e_mail()
    {
        await using var ledger = Ledger();
        var delivery = New();
        Assert.That(await ClaimAsync(ledger, delivery), Is.EqualTo(new Claim.NotOrdered(OrderExists: false)));
        Assert.That(await ReadAsync(delivery), Is.EqualTo("nothing, 0 attempts"));
    }

    [TestCase(Stranger)]
    [TestCase("Maria@example.test", Description = "letter for letter: it was not ordered like that")]
    [TestCase("maria@example.test ")]
    [TestCase("maria@example.test,stranger@example.test")]
    [TestCase("maria@example.test\0", Description = "a character that PostgreSQL would refuse the whole batch for")]
    [TestCase("%")]
    [TestCase("")]
    public async Task The_order_of_somebody_else_is_none_either(string recipient)
    {
        await using var ledger = Ledger();
        var delivery = await PlaceAsync();
        Assert.That(await ClaimAsync(ledger, delivery, recipient), Is.EqualTo(new Claim.NotOrdered(OrderExists: true)));
        Assert.That(await ReadAsync(delivery), Is.EqualTo("nothing, 0 attempts"));
        Assert.That(await ClaimAsync(ledger, delivery), Is.TypeOf<Claim.Ours>(), "and its own e-mail can be sent");
    }

    [Test]
    public async Task A_forged_copy_does_not_stand_for_the_true_one_that_it_meets_in_a_batch()
    {
        await using var ledger = Ledger();
        var deliveries = Enumerable.Range(0, 200).Select(_ => New()).ToList();
        await new OrderBook(_source).PlaceAsync(Recipient, deliveries.Select(delivery => delivery.OrderId));

        string[] asking = [Stranger, Recipient, Stranger, Recipient, Stranger];
        var claims = await Task.WhenAll(deliveries.SelectMany(delivery => asking.Select(recipient => ClaimAsync(ledger, delivery, recipient))));

        var answers = claims.Select((claim, number) => (To: asking[number % asking.Length], Answer: claim.GetType().Name)).CountBy(one => one).ToDictionary();
        Assert.That(answers, Is.EquivalentTo(new Dictionary<(string, string), int>
        {
            [(Recipient, nameof(Claim.Ours))] = 200,
            [(Recipient, nameof(Claim.HeldByAnother))] = 200,
            [(Stranger, nameof(Claim.NotOrdered))] = 600,
        }));
    }

    [TestCase("accepted")]
    [TestCase("rejected")]
    [TestCase("deferred")]
    [TestCase("unknown")]
    [TestCase("claimed")]
    [TestCase("claimed by a dead process")]
    public async Task Whatever_became_of_the_order_s_own_e_mail_a_forged_copy_changes_nothing(string state)
    {
        await using var ledger = Ledger();
        var delivery = await PlaceAsync();
        await BringToAsync(delivery, state);
        var before = await ReadAsync(delivery);

        Assert.That(await ClaimAsync(ledger, delivery, Stranger, byOperator: true), Is.EqualTo(new Claim.NotOrdered(OrderExists: true)));
        Assert.That(await ReadAsync(delivery), Is.EqualTo(before));
    }

    [TestCase("accepted", "AlreadyAccepted { }", Description = "a copy of its command is no forgery")]
    [TestCase("rejected", "AlreadyRejected { Reason = 550 }")]
    [TestCase("claimed", "HeldByAnother", Description = "it may be on its way")]
    [TestCase("deferred", "NotOrdered { OrderExists = False }")]
    [TestCase("unknown", "NotOrdered { OrderExists = False }")]
    [TestCase("claimed by a dead process", "NotOrdered { OrderExists = False }")]
    public async Task Of_an_order_that_was_removed_what_is_done_stands_and_nothing_is_begun(string state, string answer)
    {
        await using var ledger = Ledger();
        var delivery = await PlaceAsync();
        await BringToAsync(delivery, state);
        var before = await ReadAsync(delivery);
        await new OrderBook(_source).ExecuteAsync($"DELETE FROM orders.orders WHERE order_id = '{delivery.OrderId}'");

        Assert.That($"{await ClaimAsync(ledger, delivery, byOperator: true)}", Does.StartWith(answer));
        Assert.That(await ReadAsync(delivery), Is.EqualTo(before));
    }

    private static DeliveryKey New() => new(Guid.CreateVersion7(), NotificationKind.OrderConfirmation);

    private async Task<DeliveryKey> PlaceAsync()
    {
        var delivery = New();
        await new OrderBook(_source).PlaceAsync(Recipient, delivery.OrderId);
        return delivery;
    }

    private async Task BringToAsync(DeliveryKey delivery, string state)
    {
        await using var ledger = Ledger(lease: state == "claimed by a dead process" ? 0 : 60);
        var claim = (Claim.Ours)await ClaimAsync(ledger, delivery);
        MailOutcome? end = state switch
        {
            "accepted" => new MailOutcome.Accepted("250"),
            "rejected" => new MailOutcome.Rejected("550", Blame.Recipient),
            "deferred" => new MailOutcome.Deferred("451", Blame.Recipient),
            "unknown" => new MailOutcome.Unknown("no answer"),
            _ => null,
        };
        if (end is not null)
            await ledger.RecordAsync(new AttemptEnd(Request(delivery, Recipient, byOperator: false), claim, "relay:25", end, TimeSpan.FromSeconds(5)), default);
    }

    private static Task<Claim> ClaimAsync(DeliveryLedger ledger, DeliveryKey delivery, string recipient = Recipient, bool byOperator = false) =>
        ledger.ClaimAsync(Request(delivery, recipient, byOperator), default);

    private static ClaimRequest Request(DeliveryKey delivery, string recipient, bool byOperator) => new(delivery, "relay:25", recipient, Recipient, PublishedAt: null, byOperator);

    private DeliveryLedger Ledger(int lease = 60) =>
        new(_source, new LedgerSettings { Lease = TimeSpan.FromSeconds(lease) }, TimeProvider.System, NullLogger<DeliveryLedger>.Instance);

    private async Task<string> ReadAsync(DeliveryKey delivery)
    {
        await using var command = _source.CreateCommand(
            """
            SELECT coalesce((SELECT concat_ws(' ', status, attempt, lease_until, settled_at) FROM notifications.deliveries WHERE order_id = $1), 'nothing')
                   || ', ' || (SELECT count(*) FROM notifications.attempts WHERE order_id = $1) || ' attempts'
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = delivery.OrderId });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
