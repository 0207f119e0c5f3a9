using System.Text;
using System.Text.Json.Nodes;
using Notifications.Bench.Load;

namespace Notifications.Bench.Tests.Load;

public sealed class OrderRequestsTests
{
    [Test]
    public void A_million_orders_are_of_a_million_customers()
    {
        var requests = new OrderRequests("127.0.0.1:8080", "token", keyed: false);

        var recipients = Enumerable.Range(0, 5_000).Select(number => Recipient(requests, number)).ToHashSet();

        Assert.That(recipients, Has.Count.EqualTo(5_000));
        Assert.That(Recipient(requests, OrderRequests.Customers), Is.EqualTo(Recipient(requests, 0)), "and then they come again");
    }

    [Test]
    public void Its_length_is_what_it_says_and_the_customer_is_the_recipient()
    {
        var text = Encoding.ASCII.GetString(new OrderRequests("127.0.0.1:8080", "token", keyed: false).Of(41));

        var body = BodyOf(text);
        var order = JsonNode.Parse(body)!;
        Assert.That(text, Does.Contain($"\r\nContent-Length: {body.Length}\r\n").And.Not.Contain("Idempotency-Key"));
        Assert.That((string?)order["customer"]!["email"], Is.EqualTo($"customer-{order["customer_id"]}@bench.example"));
        Assert.That(order["items"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public void With_keys_each_order_has_its_own()
    {
        var requests = new OrderRequests("127.0.0.1:8080", "token", keyed: true);

        Assert.That(Encoding.ASCII.GetString(requests.Of(7)), Does.Contain("\r\nIdempotency-Key: bench-0000000000000007\r\n"));
        Assert.That(Encoding.ASCII.GetString(requests.Of(12345)), Does.Contain("\r\nIdempotency-Key: bench-0000000000012345\r\n"));
    }

    private static string? Recipient(OrderRequests requests, int number) => (string?)JsonNode.Parse(BodyOf(Encoding.ASCII.GetString(requests.Of(number))))!["customer"]!["email"];

    private static string BodyOf(string request) => request.Split("\r\n\r\n", 2)[1];
}
