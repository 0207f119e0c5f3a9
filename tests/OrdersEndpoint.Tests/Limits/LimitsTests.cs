using System.Net;
using System.Net.Sockets;
using System.Text;
using Notifications.OrdersEndpoint.Requests;
using Notifications.Testing;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests.Limits;

/// <summary>What one caller may ask for at most, over real HTTP.</summary>
[CancelAfter(120_000)]
public sealed class LimitsTests
{
    private OrdersApi _api = null!;

    /// <summary>So slow that nothing comes free while a test runs.</summary>
    [OneTimeSetUp]
    public async Task StartApi() => _api = await OrdersApi.StartAsync(new Dictionary<string, string>
    {
        ["Limits__RecipientOrders"] = "3",
        ["Limits__RecipientEvery"] = "01:00:00",
        ["Limits__CustomerRequestsPerSecond"] = "1",
    });

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [Test]
    public async Task A_customer_who_asks_too_often_is_told_for_how_long_to_wait_and_nobody_else_is()
    {
        var token = TestAccess.CustomerToken("hurried");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/orders/none"), token)));
        using var another = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/orders/none"), TestAccess.CustomerToken("patient"));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.NotFound), Is.InRange(5, 10), "five seconds' worth, and what the test's own time gave");
            Assert.That(refused.Select(answer => answer.Headers.RetryAfter?.Delta), Is.Not.Empty.And.All.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
            Assert.That((string?)(await OrdersApi.JsonOf(refused[0]))["type"], Is.EqualTo("/problems/too-many-requests"));
            Assert.That(another.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task Nobody_can_fill_anothers_mailbox_whoever_asks_and_however_the_address_is_written()
    {
        string[] spellings = ["vic@example.test", "VIC@example.test", "vic+1@example.test", "vic@EXAMPLE.test", "vic+2@example.test"];
        var answers = new List<HttpResponseMessage>();
        foreach (var (spelling, number) in spellings.Select((spelling, number) => (spelling, number)))
            answers.Add(await _api.SendAsync(Post(spelling, $"vic-{number}"), number % 2 == 0 ? TestAccess.ServiceToken : TestAccess.AdminToken()));
        using var another = await _api.SendAsync(Post("bia@example.test", "bia"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.EqualTo(new[] { 202, 202, 202, 429, 429 }));
            Assert.That((string?)(await OrdersApi.JsonOf(answers[^1]))["type"], Is.EqualTo("/problems/too-many-for-recipient"));
            Assert.That(answers[^1].Headers.RetryAfter?.Delta, Is.InRange(TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(61)));
            Assert.That(another.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(await _api.QueryAsync<long>("SELECT count(*) FROM orders.orders WHERE lower(customer_email) LIKE 'vic%'"), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task A_repeated_order_takes_nothing_of_it_and_is_answered_when_it_is_used_up()
    {
        for (var time = 0; time < 5; time++)
            Assert.That((await _api.SendAsync(Post("zoe@example.test", "zoe-0"))).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        for (var number = 1; number <= 2; number++)
            Assert.That((await _api.SendAsync(Post("zoe@example.test", $"zoe-{number}"))).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));

        using var more = await _api.SendAsync(Post("zoe@example.test", "zoe-3"));
        using var repeated = await _api.SendAsync(Post("zoe@example.test", "zoe-0"));
        Assert.That((more.StatusCode, repeated.StatusCode, repeated.Headers.Contains(IdempotencyKey.ReplayedHeader)), Is.EqualTo((HttpStatusCode.TooManyRequests, HttpStatusCode.Accepted, true)));
    }

    [Test]
    public async Task Many_at_once_with_one_key_are_one_order_and_take_one_of_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _api.SendAsync(Post("leo@example.test", "leo"))));
        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await _api.SendAsync(Post("leo@example.test", "leo-1"))).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task A_repeated_order_waits_for_the_first_one_that_takes_the_last_of_it(CancellationToken cancellation)
    {
        for (var number = 0; number < 2; number++)
            Assert.That((await _api.SendAsync(Post("max@example.test", $"max-{number}"))).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await using var other = new NpgsqlConnection(_api.ConnectionString);
        await other.OpenAsync(cancellation);
        await using var hold = await other.BeginTransactionAsync(cancellation);
        await using (var stop = new NpgsqlCommand("LOCK TABLE orders.order_items IN EXCLUSIVE MODE", other, hold))
            await stop.ExecuteNonQueryAsync(cancellation);

        var first = _api.SendAsync(Post("max@example.test", "max-last"));
        await Eventually.TrueAsync(
            async () => await _api.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 1 || first.IsCompleted, "it is being stored", cancellation);
        var repeated = _api.SendAsync(Post("max@example.test", "max-last"));
        await Task.WhenAny(repeated, Task.Delay(300, cancellation)); // an answer before the first one's would be a wrong one
        await hold.CommitAsync(cancellation);

        // On a slow machine the lock outlasts the patience of the first; then both are told to come back, and never that it is too many.
        Assert.That(new[] { (await first).StatusCode, (await repeated).StatusCode }, Is.All.EqualTo(HttpStatusCode.Accepted).Or.All.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task An_order_that_could_not_be_stored_takes_nothing_of_it()
    {
        await _api.ExecuteAsync("ALTER TABLE messaging.outbox ADD CONSTRAINT refuse CHECK (false) NOT VALID");
        for (var time = 0; time < 5; time++)
            Assert.That((await _api.SendAsync(Post("eva@example.test", "eva"))).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await _api.ExecuteAsync("ALTER TABLE messaging.outbox DROP CONSTRAINT refuse");
        Assert.That((await _api.SendAsync(Post("eva@example.test", "eva"))).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [TestCase(20_000, 1)]
    [TestCase(10, 60)]
    public async Task Headers_are_bounded_in_size_and_number(int length, int count)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/orders/none");
        for (var i = 0; i < count; i++)
            request.Headers.TryAddWithoutValidation($"X-Header-{i}", new string('a', length));
        using var answer = await _api.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(431));
    }

    /// <summary>As on the wire: what a client library would never send.</summary>
    [TestCase("GET / HTTP/1.1\r\n\r\n", "400")]
    [TestCase("GET /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "4")]
    [TestCase("POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400")]
    [TestCase("nonsense\r\n\r\n", "400")]
    public async Task What_is_no_HTTP_is_refused(string bytes, string status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_api.Address.Host, _api.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes));
        using var reader = new StreamReader(stream);
        Assert.That(await reader.ReadLineAsync(), Does.StartWith($"HTTP/1.1 {status}"));
    }

    private static HttpRequestMessage Post(string email, string key) => new(HttpMethod.Post, "/orders")
    {
        Content = new StringContent(OrdersApi.Order.Replace("ana@example.test", email, StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        Headers = { { IdempotencyKey.Header, key } },
    };
}
