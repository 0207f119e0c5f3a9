using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MimeKit;
using Notifications.Bench.References.Naive;
using Notifications.LocalStack.Ports;
using Notifications.MailCatcher;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Rendering;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Bench.Tests.References;

[CancelAfter(60_000)]
public sealed class NaiveTests
{
    private const int Orders = 200;
    private const int Clients = 16;

    [Test]
    public async Task Every_accepted_order_has_one_mail_and_nothing_is_left_to_do(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var mail = await MailCatcherServer.StartAsync(new MailCatcherSettings { SmtpPort = 0, HttpPort = 0 }, cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var port = FreePort.Next();
        var processes = Task.WhenAll(
            NaiveApi.RunAsync(database.ConnectionString, broker.Uri, port, stop.Token),
            NaiveConsumer.RunAsync(database.ConnectionString, broker.Uri, mail.SmtpPort, stop.Token));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        await Eventually.TrueAsync(() => IsReadyAsync(http, processes, cancellation), "the API is ready", cancellation);

        var accepted = await PlaceAsync(http, cancellation);
        await mail.Inbox.WaitForAsync(Orders, cancellationToken: cancellation);
        await Eventually.TrueAsync(() => IsDoneAsync(database.ConnectionString), "every e-mail is recorded and every message gone from the outbox", cancellation);
        await stop.CancelAsync();
        await processes;

        Assert.That(
            mail.Inbox.Messages.Select(message => message.Parse().MessageId),
            Is.EquivalentTo(accepted.Select(order => $"{DeliveryId.For(order, NotificationKind.OrderConfirmation):N}@shop.example")));
    }

    [Test]
    public void Its_mail_says_as_much_as_ours()
    {
        var order = NaiveOrder.Of(new NaiveRequest("7", new NaiveCustomer("Ana", "ana@example.test"), "EUR", "en", [new NaiveItem("ABC", "Mug", 2, 10.50m), new NaiveItem("DEF", "Plate", 1, 4.25m)]));
        var command = new SendOrderConfirmation(
            order.OrderId, order.PlacedAt, new OrderCustomer("Ana", "ana@example.test"), "EUR", "en", [new OrderLine("ABC", "Mug", 2, 10.50m), new OrderLine("DEF", "Plate", 1, 4.25m)]);

        var naive = NaiveMail.Render(order);
        var ours = OrderConfirmationMail.Render(command, order.DeliveryId, new MailboxAddress("Shop", "orders@shop.example")).Parse();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(naive.MessageId, Is.EqualTo(ours.MessageId));
            Assert.That(naive.Subject, Is.EqualTo(ours.Subject));
            Assert.That(naive.HtmlBody, Does.Contain("Mug").And.Contain("EUR 25.25"));
            Assert.That(naive.TextBody, Does.Contain("Plate").And.Contain("EUR 25.25"));
            Assert.That(naive.HtmlBody!.Length, Is.EqualTo(ours.HtmlBody!.Length).Within(10).Percent);
            Assert.That(naive.TextBody!.Length, Is.EqualTo(ours.TextBody!.Length).Within(10).Percent);
        }
    }

    /// <summary>Whoever fails at its start ends the wait.</summary>
    private static async Task<bool> IsReadyAsync(HttpClient http, Task processes, CancellationToken cancellation)
    {
        if (processes.IsFaulted)
            await processes;
        try
        {
            using var answer = await http.GetAsync("health/ready", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<Guid>> PlaceAsync(HttpClient http, CancellationToken cancellation)
    {
        var accepted = new Guid[Orders];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellation };
        await Parallel.ForAsync(0, Orders, parallel, async (number, token) =>
        {
            using var answer = await http.PostAsync("orders", OrderBody(number), token);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(token);
            accepted[number] = body.GetProperty("order_id").GetGuid();
            Assert.That(answer.Headers.Location?.ToString(), Is.EqualTo($"/orders/{accepted[number]:D}"));
            Assert.That(body.GetProperty("total").GetDecimal(), Is.EqualTo(21.00m));
        });
        return accepted;
    }

    private static StringContent OrderBody(int number) => new(
        $$"""{"customer_id":"{{number}}","customer":{"name":"Ana","email":"ana-{{number}}@example.test"},"currency":"EUR","locale":"en","items":[{"sku":"ABC","name":"Mug","qty":2,"unit_price":10.50}]}""",
        new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

    private static async Task<bool> IsDoneAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"SELECT (SELECT count(*) FROM naive.deliveries WHERE sent_at IS NOT NULL) = {Orders} AND NOT EXISTS (SELECT FROM naive.outbox)");
        return await command.ExecuteScalarAsync() is true;
    }
}
