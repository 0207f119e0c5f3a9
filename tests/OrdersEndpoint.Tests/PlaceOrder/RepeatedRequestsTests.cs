using System.Net;
using System.Text;
using Notifications.OrdersEndpoint.Requests;
using Notifications.ServiceDefaults.Access;
using Notifications.Testing;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests.PlaceOrder;

/// <summary>The same request again is the same order, however often, at whatever time, and whatever became of the first answer.</summary>
[CancelAfter(120_000)]
public sealed class RepeatedRequestsTests
{
    private OrdersApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await OrdersApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [SetUp]
    public Task Empty() => _api.ExecuteAsync("TRUNCATE orders.orders, orders.order_items, messaging.outbox");

    [TestCase(IdempotencyKey.Header, "order-7", IdempotencyKey.Header, "order-7")]
    [TestCase(IdempotencyKey.Header, "\"order-7\"", IdempotencyKey.OlderHeader, "order-7")]
    public async Task The_same_key_and_order_get_the_same_answer_and_say_so(string header, string key, string againHeader, string againKey)
    {
        using var first = await PostAsync(OrdersApi.Order, (header, key));
        using var again = await PostAsync(OrdersApi.Order, (againHeader, againKey));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted)));
            Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
            Assert.That(again.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(again.Headers.GetValues(IdempotencyKey.ReplayedHeader), Is.EqualTo(new[] { "true" }));
            Assert.That(first.Headers.Contains(IdempotencyKey.ReplayedHeader), Is.False);
            Assert.That(await OrdersAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task An_order_that_is_only_written_in_another_way_is_the_same()
    {
        const string Otherwise = """{ "items" : [ {"unit_price":10.5, "qty":2, "name":"Caneca", "sku":"ABC"} ], "locale":"pt-BR", "currency":"BRL", "customer":{"email":"ana@example.test","name":"Ana"}, "customer_id":"123" }""";
        using var first = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"));
        using var again = await PostAsync(Otherwise, (IdempotencyKey.Header, "k"));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
    }

    [TestCase("\"qty\":2", "\"qty\":3")]
    [TestCase("ana@example.test", "bia@example.test")]
    [TestCase("\"name\":\"Ana\"", "\"name\":\"Bia\"")]
    [TestCase("\"customer_id\":\"123\"", "\"customer_id\":\"124\"")]
    [TestCase("\"locale\":\"pt-BR\",", "")]
    [TestCase("\"currency\":\"BRL\"", "\"currency\":\"EUR\"")]
    [TestCase("}]", "},{\"sku\":\"D\",\"qty\":1,\"unit_price\":1}]")]
    public async Task The_same_key_with_another_order_is_refused_and_nothing_is_stored(string part, string otherwise)
    {
        using var first = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"));
        using var other = await PostAsync(OrdersApi.Order.Replace(part, otherwise, StringComparison.Ordinal), (IdempotencyKey.Header, "k"));

        var problem = await OrdersApi.JsonOf(other);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That((string?)problem["type"], Is.EqualTo("/problems/idempotency-key-used"));
            Assert.That((string?)problem["order_id"], Is.EqualTo((string?)(await OrdersApi.JsonOf(first))["order_id"]));
            Assert.That(await OrdersAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_same_key_of_another_caller_is_another_order_and_tells_nothing_of_the_first()
    {
        using var first = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"));
        using var other = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"), TestAccess.CustomerToken("123"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(other.Headers.Location, Is.Not.EqualTo(first.Headers.Location));
            Assert.That(other.Headers.Contains(IdempotencyKey.ReplayedHeader), Is.False);
            Assert.That(await OrdersAsync(), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task A_bad_key_is_an_error_and_nothing_is_stored()
    {
        using var answer = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "two words"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((string?)(await OrdersApi.JsonOf(answer))["type"], Is.EqualTo("/problems/invalid-idempotency-key"));
            Assert.That(await OrdersAsync(), Is.Zero);
        }
    }

    [Test]
    public async Task An_order_that_was_refused_leaves_its_key_free()
    {
        using var refused = await PostAsync("{}", (IdempotencyKey.Header, "k"));
        using var placed = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"));
        Assert.That((refused.StatusCode, placed.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.Accepted)));
    }

    [Test]
    public async Task A_thousand_at_once_at_two_processes_are_one_order()
    {
        await using var another = await _api.StartAnotherAsync();
        using var http = new HttpClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(async number =>
        {
            while (true)
            {
                using var request = Request(OrdersApi.Order, (IdempotencyKey.Header, "k"), TestAccess.ServiceToken, number % 2 == 0 ? _api.Address : another.Address);
                using var answer = await http.SendAsync(request);
                if (answer.StatusCode != HttpStatusCode.Conflict) // on a machine that is busy the first may take longer than the others are made to wait
                    return (answer.StatusCode, Body: await answer.Content.ReadAsStringAsync(), Replayed: answer.Headers.Contains(IdempotencyKey.ReplayedHeader));
            }
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.Accepted));
            Assert.That(answers.Select(answer => answer.Body).Distinct().Count(), Is.EqualTo(1));
            Assert.That(answers.Count(answer => !answer.Replayed), Is.EqualTo(1));
            Assert.That(await OrdersAsync(), Is.EqualTo(1));
            Assert.That(await _api.QueryAsync<long>("SELECT count(*) FROM orders.order_items"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task While_the_first_one_is_running_elsewhere_the_client_is_told_to_come_back_and_others_are_served(CancellationToken cancellation)
    {
        await using var api = await OrdersApi.StartAsync(new Dictionary<string, string> { ["Intake__Connections"] = "1" });
        await using var elsewhere = new NpgsqlConnection(api.ConnectionString);
        await elsewhere.OpenAsync(cancellation);
        await using var transaction = await elsewhere.BeginTransactionAsync(cancellation);
        foreach (var key in new[] { "first", "second" })
        {
            await using var store = new NpgsqlCommand(
                $"""
                 INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, request_key)
                 VALUES ('{Guid.CreateVersion7()}', '123', 'Ana', 'ana@example.test', 'BRL', 'pt-BR', 21, now(), '{RequestKey.Of(new Caller(Role.Service, "shop"), key)}')
                 """, elsewhere, transaction);
            await store.ExecuteNonQueryAsync(cancellation);
        }

        // The only connection waits for the first; what comes in the meantime is one batch.
        var first = PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "first"), TestAccess.ServiceToken, api.Address);
        await Eventually.TrueAsync(
            async () => await api.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 1, "it waits", cancellation);
        var second = PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "second"), TestAccess.ServiceToken, api.Address);
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => PostAsync(OrdersApi.Order, (IdempotencyKey.Header, $"other-{number}"), TestAccess.ServiceToken, api.Address)));
        HttpResponseMessage[] running = [await first, await second];
        await transaction.RollbackAsync(cancellation);
        using var free = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "first"), TestAccess.ServiceToken, api.Address);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(running.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.Conflict));
            Assert.That(running.Select(answer => answer.Headers.RetryAfter), Is.All.Not.Null);
            Assert.That((string?)(await OrdersApi.JsonOf(running[0]))["type"], Is.EqualTo("/problems/request-still-running"));
            Assert.That(others.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.Accepted));
            Assert.That(free.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        }
    }

    [Test]
    public async Task A_key_that_another_process_takes_between_our_look_and_our_order_is_looked_for_again(CancellationToken cancellation)
    {
        var first = Guid.CreateVersion7();
        await using var elsewhere = new NpgsqlConnection(_api.ConnectionString);
        await elsewhere.OpenAsync(cancellation);
        await using var transaction = await elsewhere.BeginTransactionAsync(cancellation);
        await using (var store = new NpgsqlCommand(
            $"""
             INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, request_key)
             VALUES ('{first}', '123', 'Ana', 'ana@example.test', 'BRL', 'pt-BR', 21, now(), '{RequestKey.Of(new Caller(Role.Service, "shop"), "k")}');
             INSERT INTO orders.order_items VALUES ('{first}', 1, 'ABC', 'Caneca', 2, 10.50)
             """, elsewhere, transaction))
        {
            await store.ExecuteNonQueryAsync(cancellation);
        }

        var asking = PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"));
        await Eventually.TrueAsync(
            async () => await _api.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 1 || asking.IsCompleted, "it waits", cancellation);
        await transaction.CommitAsync(cancellation);
        var answer = await asking;
        if (answer.StatusCode == HttpStatusCode.Conflict) // we were slower than its patience
            answer = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.StatusCode, answer.Headers.Contains(IdempotencyKey.ReplayedHeader)), Is.EqualTo((HttpStatusCode.Accepted, true)));
            Assert.That(answer.Headers.Location?.OriginalString, Is.EqualTo($"/orders/{first}"));
            Assert.That(await OrdersAsync(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_client_that_lost_the_answer_to_a_commit_learns_the_truth_by_repeating(CancellationToken cancellation)
    {
        FaultProxy? network = null;
        await using var api = await OrdersApi.StartAsync(way: direct => Through(network = ProxyTo(direct), direct));
        await using var _ = network;
        await api.ExecuteAsync(
            """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(4); RETURN NULL; END $$;
            CREATE TRIGGER slow AFTER INSERT ON orders.order_items FOR EACH STATEMENT EXECUTE FUNCTION slow();
            """);

        var asking = PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"), TestAccess.ServiceToken, api.Address);
        await Eventually.TrueAsync(
            async () => await api.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()") == 1, "its transaction is under way", cancellation);
        network!.Freeze(newOnesToo: false);
        await Eventually.TrueAsync(async () => await api.QueryAsync<long>("SELECT count(*) FROM orders.orders") == 1, "it is committed, and its answer is lost", cancellation);
        await network.CutAsync();
        using var unknown = await asking;
        using var again = await PostAsync(OrdersApi.Order, (IdempotencyKey.Header, "k"), TestAccess.ServiceToken, api.Address);

        var problem = await OrdersApi.JsonOf(unknown);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That((string?)problem["type"], Is.EqualTo("/problems/outcome-unknown"));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(again.Headers.Contains(IdempotencyKey.ReplayedHeader), Is.True);
            Assert.That((string?)(await OrdersApi.JsonOf(again))["order_id"], Is.EqualTo((string?)problem["order_id"]));
            Assert.That(await api.QueryAsync<long>("SELECT count(*) FROM orders.orders"), Is.EqualTo(1));
        }
    }

    private Task<HttpResponseMessage> PostAsync(string body, (string Name, string Value) key, string token = TestAccess.ServiceToken) => PostAsync(body, key, token, _api.Address);

    private static async Task<HttpResponseMessage> PostAsync(string body, (string Name, string Value) key, string token, Uri api)
    {
        using var http = new HttpClient();
        using var request = Request(body, key, token, api);
        return await http.SendAsync(request);
    }

    private static HttpRequestMessage Request(string body, (string Name, string Value) key, string token, Uri api)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api, "orders")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(key.Name, key.Value);
        request.Headers.Authorization = new("Bearer", token);
        return request;
    }

    private Task<long> OrdersAsync() => _api.QueryAsync<long>("SELECT count(*) FROM orders.orders");

    private static FaultProxy ProxyTo(string connectionString)
    {
        var direct = new NpgsqlConnectionStringBuilder(connectionString);
        return new FaultProxy(new UriBuilder("tcp", direct.Host!, direct.Port).Uri);
    }

    private static string Through(FaultProxy network, string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = network.Uri.Port }.ConnectionString;
}
