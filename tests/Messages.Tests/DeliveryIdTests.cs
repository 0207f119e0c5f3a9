namespace Notifications.Messages.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class DeliveryIdTests
{
    private static readonly Guid Order = Guid.Parse("019aa000-1111-7abc-8def-0123456789ab");

    [Test]
    public void Is_the_same_for_the_same_order_and_kind_in_every_process_and_version() =>
        Assert.That(
            DeliveryId.For(Order, NotificationKind.OrderConfirmation),
            Is.EqualTo(Guid.Parse("019aa000-1111-7b69-9bc5-f612fdb35630")));

    [Test]
    public void Differs_by_order_and_by_kind()
    {
        var ids = new[]
        {
            DeliveryId.For(Order, NotificationKind.OrderConfirmation),
            DeliveryId.For(Order, "another-kind"),
            DeliveryId.For(Guid.CreateVersion7(), NotificationKind.OrderConfirmation),
        };
        Assert.That(ids, Is.Unique);
    }

    [Test]
    public void Is_a_version_7_id_that_carries_the_orders_time()
    {
        var id = DeliveryId.For(Order, NotificationKind.OrderConfirmation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(id.Version, Is.EqualTo(7));
            Assert.That(id.Variant, Is.InRange(8, 11));
            Assert.That(id.ToString()[..13], Is.EqualTo(Order.ToString()[..13]));
        }
    }
}
