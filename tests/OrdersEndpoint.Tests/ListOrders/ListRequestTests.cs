using Microsoft.AspNetCore.Http;
using Notifications.OrdersEndpoint.ListOrders;
using Notifications.OrdersEndpoint.PlaceOrder;

namespace Notifications.OrdersEndpoint.Tests.ListOrders;

[Parallelizable(ParallelScope.All)]
public sealed class ListRequestTests
{
    private static readonly string Emoji = string.Concat(Enumerable.Repeat("\U0001F600", OrderRequest.LongestCustomerId));

    /// <summary>As the fuzz run found: a customer with such an id could order, and not list what they had ordered.</summary>
    [Test]
    public void Whoever_may_place_an_order_can_be_asked_for_and_nobody_else()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Read(Emoji).Request?.CustomerId, Is.EqualTo(Emoji));
            Assert.That(Read($"{Emoji}a").Parameter, Is.EqualTo("customer_id"));
            Assert.That(Read("a\u2028b").Parameter, Is.EqualTo("customer_id"));
            Assert.That(Read(" ").Parameter, Is.EqualTo("customer_id"));
        }
    }

    private static (ListRequest? Request, string? Parameter, string? Wrong) Read(string customerId) =>
        ListRequest.Read(new QueryCollection(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["customer_id"] = customerId }));
}
