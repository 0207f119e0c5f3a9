using Notifications.OrdersEndpoint.Limits;
using Notifications.OrdersEndpoint.WatchOrder;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.Tests.WatchOrder;

public sealed class StreamPlacesTests
{
    private static readonly Caller Ana = new(Role.Customer, "123");
    private static readonly Caller Bia = new(Role.Customer, "124");
    private static readonly Caller Shop = new(Role.Service, "123");

    private readonly StreamPlaces _places = new(new LimitSettings { Streams = 4, StreamsPerCustomer = 2 });

    [Test]
    public void A_customer_has_some_places_and_everybody_together_has_more()
    {
        var anas = new[] { _places.TryTake(Ana), _places.TryTake(Ana), _places.TryTake(Ana) };
        var others = new[] { _places.TryTake(Bia), _places.TryTake(Shop), _places.TryTake(Shop) };
        Assert.That((anas.Count(place => place is not null), others.Count(place => place is not null)), Is.EqualTo((2, 2)));
        Assert.That(anas.Concat(others).Count(place => place is null), Is.EqualTo(2));

        anas[0]!.Dispose();
        anas[0]!.Dispose(); // once is enough
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_places.TryTake(Ana), Is.Not.Null);
            Assert.That(_places.TryTake(Bia), Is.Null);
        }
    }
}
