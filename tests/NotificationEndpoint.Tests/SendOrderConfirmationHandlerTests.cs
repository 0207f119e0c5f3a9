using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Recipients;
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
        var handler = new SendOrderConfirmationHandler(
            ledger, relays, new RecipientRules(new RecipientSettings()), RelayFixture.Shop, TimeProvider.System, NullLogger<SendOrderConfirmationHandler>.Instance);
        using var deadline = new CancellationTokenSource();

        var handling = handler.HandleAsync(
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
}
