using System.Text.Json;
using Notifications.Bench.References.Floor;
using Notifications.MailCatcher;
using Notifications.Messages;
using Notifications.Testing;
using Npgsql;
using RabbitMQ.Client;

namespace Notifications.Bench.Tests.References;

[CancelAfter(60_000)]
public sealed class FloorTests
{
    private const int Orders = 600;

    [Test]
    public async Task Every_order_has_one_mail_and_nothing_is_left_to_do(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var mail = await MailCatcherServer.StartAsync(new MailCatcherSettings { SmtpPort = 0, HttpPort = 0 }, cancellation);
        await using var output = new StringWriter();

        await Floor.RunAsync(database.ConnectionString, broker.Uri, mail.SmtpPort, Orders, output, cancellation);

        var told = JsonSerializer.Deserialize<JsonElement>(output.ToString());
        var orders = await IdsAsync(database.ConnectionString, "SELECT order_id FROM floor.orders", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(orders, Has.Count.EqualTo(Orders));
            Assert.That(
                mail.Inbox.Messages.Select(message => message.Parse().MessageId),
                Is.EquivalentTo(orders.Select(order => $"{DeliveryId.For(order, NotificationKind.OrderConfirmation):N}@shop.example")));
            Assert.That(await IdsAsync(database.ConnectionString, "SELECT order_id FROM floor.deliveries WHERE status = 'accepted'", cancellation), Is.EquivalentTo(orders));
            Assert.That(await IdsAsync(database.ConnectionString, "SELECT order_id FROM floor.outbox", cancellation), Is.Empty);
            Assert.That(told.GetProperty("orders").GetInt32(), Is.EqualTo(Orders));
            Assert.That(told.GetProperty("seconds").GetDouble(), Is.Positive);
            Assert.That(told.GetProperty("cpu_seconds").GetDouble(), Is.Positive);
        }
    }

    [Test]
    public async Task Its_mail_is_a_whole_one_and_its_last_message_is_acknowledged(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var mail = await MailCatcherServer.StartAsync(new MailCatcherSettings { SmtpPort = 0, HttpPort = 0 }, cancellation);

        await Floor.RunAsync(database.ConnectionString, broker.Uri, mail.SmtpPort, 1, TextWriter.Null, cancellation);

        var message = mail.Inbox.Messages.Single().Parse();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Subject, Does.StartWith("Your order"));
            Assert.That(message.HtmlBody, Does.Contain("Plate").And.EndWith("</html>\n"));
            Assert.That(message.TextBody, Does.Contain("EUR 25.25"));
            Assert.That(message.Headers["X-Delivery-Id"], Is.EqualTo(message.MessageId!.Split('@')[0]));
            Assert.That(await WaitingAsync(broker.Uri, cancellation), Is.Zero);
        }
    }

    /// <summary>What was not acknowledged is back since the floor hung up.</summary>
    private static async Task<uint> WaitingAsync(Uri broker, CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        return await channel.MessageCountAsync("floor", cancellation);
    }

    private static async Task<List<Guid>> IdsAsync(string database, string sql, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
            ids.Add(rows.GetGuid(0));
        return ids;
    }
}
