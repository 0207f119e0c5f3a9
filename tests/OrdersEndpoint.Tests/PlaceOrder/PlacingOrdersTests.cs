using System.Net;
using System.Text;
using Notifications.Messages;
using Notifications.OrdersEndpoint.Tests.Fuzz;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.PlaceOrder;

/// <summary>Over real HTTP, into a real database and broker.</summary>
[CancelAfter(120_000)]
public sealed class PlacingOrdersTests
{
    private OrdersApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await OrdersApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [SetUp]
    public Task Empty() => _api.ExecuteAsync("TRUNCATE orders.orders, orders.order_items, messaging.outbox");

    [Test]
    public async Task A_valid_order_is_stored_with_its_items_and_answered_with_202_and_its_address()
    {
        using var answer = await _api.PostAsync(OrdersApi.Order);

        var body = await OrdersApi.JsonOf(answer);
        var id = (string)body["order_id"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(Guid.Parse(id).Version, Is.EqualTo(7));
            Assert.That(answer.Headers.Location?.OriginalString, Is.EqualTo($"/orders/{id}"));
            Assert.That((string)body["status"]!, Is.EqualTo("accepted"));
            Assert.That((decimal)body["total"]!, Is.EqualTo(21.00m));
            Assert.That(await _api.QueryAsync<string>("SELECT order_id::text || customer_email || total FROM orders.orders"), Is.EqualTo($"{id}ana@example.test21.00"));
            Assert.That(await _api.QueryAsync<string>("SELECT line || sku || name || qty || unit_price FROM orders.order_items"), Is.EqualTo("1ABCCaneca210.50"));
        }
    }

    [Test]
    public async Task Its_command_reaches_the_queue_of_the_notification_endpoint_and_leaves_the_outbox(CancellationToken cancellation)
    {
        await _api.Broker.Management.PurgeAsync(Endpoints.Notification, cancellation);
        using var answer = await _api.PostAsync(OrdersApi.Order);

        await Eventually.TrueAsync(async () => await _api.Broker.Management.DepthAsync(Endpoints.Notification, cancellation) == 1, "the command is in the queue", cancellation);
        await Eventually.TrueAsync(async () => await _api.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0, "its outbox row is removed", cancellation);
    }

    [Test]
    public async Task Order_and_command_are_one_transaction_when_the_outbox_refuses_nothing_is_stored()
    {
        await _api.ExecuteAsync("ALTER TABLE messaging.outbox ADD CONSTRAINT refuse CHECK (false) NOT VALID");
        try
        {
            using var answer = await _api.PostAsync(OrdersApi.Order);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
                Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
                Assert.That(await _api.QueryAsync<long>("SELECT (SELECT count(*) FROM orders.orders) + (SELECT count(*) FROM orders.order_items)"), Is.Zero);
            }
        }
        finally
        {
            await _api.ExecuteAsync("ALTER TABLE messaging.outbox DROP CONSTRAINT refuse");
        }
    }

    [Test]
    public async Task A_hundred_orders_at_once_are_a_hundred_orders()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _api.PostAsync(OrdersApi.Order)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.Accepted));
            Assert.That(answers.Select(answer => answer.Headers.Location), Is.Unique);
            Assert.That(await _api.QueryAsync<long>("SELECT count(*) FROM orders.orders"), Is.EqualTo(100));
            Assert.That(await _api.QueryAsync<long>("SELECT count(*) FROM orders.order_items"), Is.EqualTo(100));
        }
    }

    [TestCase("", 400, "body")]
    [TestCase("{", 400, "body")]
    [TestCase("[]", 400, "body")]
    [TestCase("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}", 400, "body")]
    [TestCase("{}", 400, "customer_id")]
    public async Task A_bad_order_is_answered_as_problem_json_that_names_the_field_and_nothing_is_stored(string body, int status, string field)
    {
        using var answer = await _api.PostAsync(body);
        var problem = await OrdersApi.JsonOf(answer);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That((string)problem["type"]!, Is.EqualTo("/problems/invalid-order"));
            Assert.That(problem["errors"]!.AsObject().Select(error => error.Key), Does.Contain(field));
            Assert.That(await _api.QueryAsync<long>("SELECT count(*) FROM orders.orders"), Is.Zero);
        }
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_are_an_error_of_the_body()
    {
        using var answer = await _api.PostAsync([.. "{\"customer_id\":\""u8, 0xFF, 0xFE, .. "\"}"u8], "application/json");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_body_over_256_KiB_is_answered_with_413()
    {
        using var answer = await _api.PostAsync(OrdersApi.Order + new string(' ', 256 * 1024));
        await AssertProblem(answer, 413);
    }

    [Test]
    public async Task A_body_of_just_256_KiB_is_read()
    {
        using var answer = await _api.PostAsync(OrdersApi.Order.PadRight(256 * 1024));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/json; charset=iso-8859-1")]
    [TestCase("application/json; charset=\"utf-16\"")]
    public async Task A_body_of_another_type_is_answered_with_415(string contentType)
    {
        using var answer = await _api.PostAsync(Encoding.UTF8.GetBytes(OrdersApi.Order), contentType);
        await AssertProblem(answer, 415);
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task A_body_that_says_it_is_compressed_is_answered_with_415(string encoding)
    {
        using var content = new StringContent(OrdersApi.Order, Encoding.UTF8, "application/json") { Headers = { { "Content-Encoding", encoding } } };
        using var answer = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = content });
        await AssertProblem(answer, 415);
    }

    [TestCase("application/json; charset=UTF-8")]
    [TestCase("application/json; charset=\"utf-8\"")]
    public async Task UTF_8_may_be_said(string contentType)
    {
        using var answer = await _api.PostAsync(Encoding.UTF8.GetBytes(OrdersApi.Order), contentType);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [TestCase("fffffffff\r\n{}\r\n0\r\n\r\n")]
    [TestCase("-1\r\n{}\r\n0\r\n\r\n")]
    public async Task A_chunk_whose_length_is_no_length_is_the_clients_error_and_fills_no_log(string chunks, CancellationToken cancellation)
    {
        var request = new RawRequest("chunk", Expected.Refused, "POST", "/orders",
            [("Authorization", $"Bearer {TestAccess.ServiceToken}"), ("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")])
        {
            Body = Encoding.ASCII.GetBytes(chunks),
            SaysLength = false,
        };

        var answer = await RawHttp.SendAsync(_api.Address, request, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer?.Status, Is.EqualTo(400));
            Assert.That(answer?.Text, Does.Contain("/problems/malformed-request"));
            Assert.That(_api.Host.Output, Does.Not.Contain("chunk"));
        }
    }

    [TestCase("DELETE", "/orders", 405)]
    [TestCase("GET", "/nowhere", 404)]
    [TestCase("GET", "/orders/not-an-id", 404)]
    [TestCase("GET", "/orders/019aa000-1111-7abc-8def-0123456789ab", 404)]
    public async Task What_is_not_there_is_answered_as_problem_json_too(string method, string path, int status)
    {
        using var answer = await _api.SendAsync(new HttpMethod(method), path);
        await AssertProblem(answer, status);
    }

    private static async Task AssertProblem(HttpResponseMessage answer, int status)
    {
        var problem = await OrdersApi.JsonOf(answer);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That((int)problem["status"]!, Is.EqualTo(status));
        }
    }
}
