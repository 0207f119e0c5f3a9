using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.NotificationEndpoint.Tests.Behaviours;
using Notifications.NotificationEndpoint.Tests.Rendering;
using Notifications.Testing;
using Npgsql;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Recipients;

/// <summary>The real handler, ledger and list; the relay refuses the recipient once.</summary>
[CancelAfter(60_000)]
public sealed class SuppressedRecipientTests
{
    private static readonly Ending RefusedByUs = new("Failed Never", "rejected", "rejected for recipient");

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;
    private DeliveryLedger _ledger = null!;

    [SetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
        _ledger = new DeliveryLedger(_source, new LedgerSettings(), TimeProvider.System, NullLogger<DeliveryLedger>.Instance);
    }

    [TearDown]
    public async Task Drop()
    {
        await _ledger.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task An_address_that_a_relay_called_unknown_gets_no_more_mail_however_it_is_written_and_each_order_says_why()
    {
        await using var stage = RefusingOnce("550 5.1.1 no such user");
        var first = OrderTo("maria@example.test");
        await stage.HandleAsync(first, 1);
        var next = OrderTo("Maria@Example.Test");

        Assert.That(await stage.HandleAsync(next, 1), Is.EqualTo(RefusedByUs));
        Assert.That(stage.MailsOf(next), Is.Empty);
        Assert.That(await ReadAsync($"SELECT reason FROM notifications.deliveries WHERE order_id = '{next.OrderId}'"), Does.Contain("on the suppression list since").And.Contain("5.1.1"));
        Assert.That(await ReadAsync("SELECT address || ' ' || source || ' ' || order_id FROM notifications.suppressions"), Is.EqualTo($"maria@example.test relay {first.OrderId}"));
        Assert.That(await stage.HandleAsync(OrderTo("ana@example.test"), 1), Is.EqualTo(Ending.Taken), "somebody else");
    }

    [TestCase("550 no such user")]
    [TestCase("550 5.7.1 blocked")]
    [TestCase("552 5.2.2 mailbox full")]
    [TestCase("450 4.2.1 too much mail")]
    public async Task A_refusal_that_may_mean_something_else_suppresses_nobody(string reply)
    {
        await using var stage = RefusingOnce(reply);
        await stage.HandleAsync(OrderTo("maria@example.test"), 1);
        Assert.That((await stage.HandleAsync(OrderTo("maria@example.test"), 1)).Outcome, Is.EqualTo("Handled"));
    }

    [Test]
    public async Task Who_sends_the_message_back_knows_better_than_the_relay_did_and_the_address_is_free_when_it_accepts_mail()
    {
        await using var stage = RefusingOnce("550 5.1.1 no such user");
        var order = OrderTo("maria@example.test");
        await stage.HandleAsync(order, 1);

        Assert.That(await stage.HandleAsync(order, 1, byOperator: true), Is.EqualTo(Ending.Taken));
        Assert.That(await ReadAsync("SELECT count(*)::text FROM notifications.suppressions"), Is.EqualTo("0"));
        Assert.That(await stage.HandleAsync(OrderTo("maria@example.test"), 1), Is.EqualTo(Ending.Taken));
    }

    [Test]
    public async Task What_an_operator_has_entered_stands_also_for_a_message_that_is_sent_back()
    {
        await using var add = _source.CreateBatch();
        add.BatchCommands.Add(SuppressionTable.Add([new Suppression("maria@example.test", "asked us to", OrderId: null)]));
        await add.ExecuteNonQueryAsync();
        await using var stage = RefusingOnce("550 5.1.1 no such user");
        var order = OrderTo("maria@example.test");

        Assert.That(await stage.HandleAsync(order, 1), Is.EqualTo(RefusedByUs));
        Assert.That(await stage.HandleAsync(order, 1, byOperator: true), Is.EqualTo(RefusedByUs));
        Assert.That(stage.MailsOf(order), Is.Empty);
    }

    [Test]
    public async Task A_system_that_may_only_write_to_its_own_domain_writes_to_nobody_else()
    {
        await using var stage = new Stage(new Behaviour("is well", [], [], 0, ""), _source, _ledger, new RecipientSettings { AllowDomains = "shop.example" });
        var customer = OrderTo("maria@example.test");

        Assert.That(await stage.HandleAsync(customer, 1), Is.EqualTo(RefusedByUs));
        Assert.That(await stage.HandleAsync(OrderTo("tester@qa.shop.example"), 1), Is.EqualTo(Ending.Taken));
        Assert.That(stage.MailsOf(customer), Is.Empty);
    }

    private Stage RefusingOnce(string reply) => new(new Behaviour("refuses", [At(RcptTo, Says(reply))], [], 0, "") { With = Behaviour.Patient }, _source, _ledger);

    private static SendOrderConfirmation OrderTo(string address) =>
        SampleOrder.Command with { OrderId = Guid.CreateVersion7(), Customer = new OrderCustomer("Maria", address) };

    private async Task<string?> ReadAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (string?)await command.ExecuteScalarAsync();
    }
}
