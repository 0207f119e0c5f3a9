using System.Text.Json.Nodes;
using Notifications.Proof.Load;
using Notifications.Proof.Scenarios;

namespace Notifications.Proof.Tests.Load;

public sealed class PlacedOrderTests
{
    private static readonly Customers Some = new() { OneGivesUpIn = 10, OneRepeatsIn = 20, OneHopelessIn = 30 };

    [Test]
    public void All_of_an_order_follows_from_its_number()
    {
        var (first, again) = (PlacedOrder.Of(17, Some), PlacedOrder.Of(17, Some));

        Assert.That((again.Key, again.Recipient, again.BodyHash), Is.EqualTo((first.Key, first.Recipient, first.BodyHash)));
    }

    [Test]
    public void No_two_orders_share_a_key_a_recipient_or_a_body()
    {
        var orders = Enumerable.Range(0, 2_000).Select(number => PlacedOrder.Of(number, Some)).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(orders.Select(order => order.Key), Is.Unique);
            Assert.That(orders.Select(order => order.Recipient), Is.Unique);
            Assert.That(orders.Select(order => order.BodyHash), Is.Unique);
        }
    }

    [Test]
    public void So_many_give_up_repeat_or_do_not_exist_as_the_scenario_says()
    {
        var orders = Enumerable.Range(0, 600).Select(number => PlacedOrder.Of(number, Some)).ToList();

        Assert.That(
            (orders.Count(order => order.GivesUp), orders.Count(order => order.Repeats), orders.Count(order => order.Recipient.StartsWith(PlacedOrder.Hopeless, StringComparison.Ordinal))),
            Is.EqualTo((60, 30, 20)));
    }

    [Test]
    public void Its_body_is_an_order_to_its_recipient() =>
        Assert.That((string?)JsonNode.Parse(PlacedOrder.Of(3, Some).Body)!["customer"]!["email"], Is.EqualTo(PlacedOrder.Of(3, Some).Recipient));
}
