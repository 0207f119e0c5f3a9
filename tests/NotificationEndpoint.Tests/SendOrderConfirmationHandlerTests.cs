using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.NotificationEndpoint.Relays;
using Notifications.NotificationEndpoint.Tests.Mail;
using Notifications.NotificationEndpoint.Tests.Rendering;
using Notifications.Testing;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests;

/// <summary>The handler between a real database and a relay that plays its part.</summary>
[CancelAfter(60_000)]
public sealed class SendOrderConfirmationHandlerTests
{
    /// <summary>Otherwise whoever handles the message next would have to take the e-mail for one whose end nobody saw, and send it again.</summary>
    [Test]
    public async Task That_an_e_mail_is_out_is_written_down_however_long_the_database_is_away_also_when_the_handlers_time_is_over(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var direct = NpgsqlDataSource.Create(database.ConnectionString);
        await new OrderBook(direct).PlaceAsync(SampleOrder.Command.Customer.Email, SampleOrder.Command.OrderId);
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var network = new FaultProxy(new Uri($"tcp://{server.Host}:{server.Port}"));
        await using var throughNetwork = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Host = network.Uri.Host,
            Port = network.Uri.Port,
            Timeout = 1,
            CommandTimeout = 1,
            CancellationTimeout = -1,
        });
        await using var peer = ScriptedSmtpPeer.Playing(async session =>
        {
            await session.GreetAsync();
            network.Freeze();
            await session.TakeMailAsync();
        });
        await using var relays = RelayFixture.SetOf(peer);
        await using var ledger = new DeliveryLedger(throughNetwork, new LedgerSettings(), TimeProvider.System, NullLogger<DeliveryLedger>.Instance);
        using var deadline = new CancellationTokenSource();

        var handling = Handler(ledger, relays).HandleAsync(
            SampleOrder.Command, new MessageContext("42", new Dictionary<string, string>(), 1, null, deadline.Token, Stopping: CancellationToken.None));
        await Eventually.TrueAsync(() => Task.FromResult(peer.Mails.Count == 1), "the relay has the e-mail", cancellation);
        var connections = network.Connections;
        await Eventually.TrueAsync(() => Task.FromResult(network.Connections > connections), "writing it down has failed once and is tried again", cancellation);
        await deadline.CancelAsync();
        network.Thaw();

        Assert.That(await handling.WaitAsync(cancellation), Is.TypeOf<Outcome.Handled>());
        await using var status = direct.CreateCommand("SELECT status FROM notifications.deliveries");
        Assert.That(await status.ExecuteScalarAsync(cancellation), Is.EqualTo("accepted"));
    }

    /// <summary>Bug: the command was forgotten for the sake of an end that did not count, and when the other one was rejected and its consumer died, nobody had it.</summary>
    [Test]
    public async Task Whoever_was_overtaken_does_not_settle_the_command_by_its_own_end(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var orders = new OrderBook(source);
        await orders.PlaceAsync(SampleOrder.Command.Customer.Email, SampleOrder.Command.OrderId);
        await using var peer = ScriptedSmtpPeer.Playing(async session =>
        {
            await session.GreetAsync();
            await orders.ExecuteAsync("UPDATE notifications.deliveries SET attempt = attempt + 1, lease_until = now() + interval '1 minute'");
            await session.TakeMailAsync();
        });
        await using var relays = RelayFixture.SetOf(peer);
        await using var ledger = new DeliveryLedger(source, new LedgerSettings(), TimeProvider.System, NullLogger<DeliveryLedger>.Instance);

        var outcome = await Handler(ledger, relays).HandleAsync(
            SampleOrder.Command, new MessageContext("42", new Dictionary<string, string>(), 1, TimeSpan.FromSeconds(5), cancellation, cancellation));

        Assert.That(outcome, Is.TypeOf<Outcome.Deferred>().With.Property(nameof(Outcome.Deferred.Reason)).EqualTo("another consumer has taken over"));
        Assert.That(peer.Mails, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_command_that_no_order_asks_for_sends_nothing_and_is_never_tried_again_and_says_why_without_the_address(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await new OrderBook(source).PlaceAsync("ana@example.test", SampleOrder.Command.OrderId);
        await using var peer = ScriptedSmtpPeer.Always(async session =>
        {
            await session.GreetAsync();
            await session.TakeMailAsync();
        });
        await using var relays = RelayFixture.SetOf(peer);
        await using var ledger = new DeliveryLedger(source, new LedgerSettings(), TimeProvider.System, NullLogger<DeliveryLedger>.Instance);

        var toAnother = await HandleAsync(SampleOrder.Command);
        var ofNoOrder = await HandleAsync(SampleOrder.Command with { OrderId = Guid.Empty });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((toAnother.Retry, ofNoOrder.Retry), Is.EqualTo((Retry.Never, Retry.Never)));
            Assert.That(toAnother.Cause.Message, Does.StartWith("Order 01936f2a-7c4e-7b1a-9d3e-5f60718293a4 has another recipient than this command"));
            Assert.That(ofNoOrder.Cause.Message, Does.StartWith("There is no order 00000000-0000-0000-0000-000000000000"));
            Assert.That($"{toAnother.Cause}{ofNoOrder.Cause}", Does.Not.Contain("@"));
            Assert.That(peer.Mails, Is.Empty);
        }

        async Task<Outcome.Failed> HandleAsync(SendOrderConfirmation command) => (Outcome.Failed)await Handler(ledger, relays).HandleAsync(
            command, new MessageContext("42", new Dictionary<string, string>(), 1, TimeSpan.FromSeconds(5), cancellation, cancellation));
    }

    /// <summary>Bug: a consumer of the new version that was started before the migrator spent its messages' attempts, and they ended in the error queue.</summary>
    [Test]
    public async Task While_the_schema_is_not_there_yet_no_attempt_is_spent_and_nothing_is_sent(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var peer = ScriptedSmtpPeer.Always(session => session.GreetAsync());
        await using var relays = RelayFixture.SetOf(peer);
        await using var ledger = new DeliveryLedger(source, new LedgerSettings(), TimeProvider.System, NullLogger<DeliveryLedger>.Instance);

        var outcome = await Handler(ledger, relays).HandleAsync(
            SampleOrder.Command, new MessageContext("42", new Dictionary<string, string>(), 1, TimeSpan.FromSeconds(5), cancellation, cancellation));

        Assert.That(outcome, Is.TypeOf<Outcome.Deferred>().With.Property(nameof(Outcome.Deferred.Reason)).EqualTo("the database is away"));
        Assert.That(peer.Mails, Is.Empty);
    }

    private static SendOrderConfirmationHandler Handler(DeliveryLedger ledger, RelaySet relays) => new(
        ledger, relays, new RecipientRules(new RecipientSettings()), RelayFixture.Shop, TimeProvider.System, NullLogger<SendOrderConfirmationHandler>.Instance);
}
