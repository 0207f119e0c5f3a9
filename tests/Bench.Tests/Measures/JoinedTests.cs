using Notifications.Bench.Measures;
using Notifications.Messages;

namespace Notifications.Bench.Tests.Measures;

public sealed class JoinedTests
{
    private static readonly OrderNote[] Orders = [.. Enumerable.Range(1, 3).Select(number => new OrderNote(Guid.CreateVersion7(), number, number, number + 5, 202))];

    [Test]
    public void Every_order_with_its_e_mail_is_right()
    {
        var joined = Joined.Of(Orders, Orders.Select((order, number) => new MailNote(Delivery(order), 100 + number)));

        Assert.That(joined.IsRight, Is.True);
        Assert.That(joined.Orders.Select(order => order.Mailed), Is.EqualTo(new[] { 100, 101, 102 }));
    }

    [Test]
    public void An_order_without_an_e_mail_is_lost()
    {
        var joined = Joined.Of(Orders, [Mail(0, 100), Mail(2, 102)]);

        Assert.That((joined.Lost, joined.Doubled, joined.Strange, joined.IsRight), Is.EqualTo((1, 0, 0, false)));
    }

    [Test]
    public void A_second_e_mail_is_one_too_many_and_the_first_one_counts()
    {
        var joined = Joined.Of(Orders, [Mail(0, 100), Mail(1, 101), Mail(0, 150), Mail(2, 102)]);

        Assert.That((joined.Lost, joined.Doubled, joined.Strange, joined.IsRight), Is.EqualTo((0, 1, 0, false)));
        Assert.That(joined.Orders[0].Mailed, Is.EqualTo(100));
    }

    [Test]
    public void An_e_mail_of_no_accepted_order_is_strange()
    {
        var refused = new OrderNote(Guid.CreateVersion7(), 1, 1, 2, 503);

        var joined = Joined.Of([.. Orders, refused], [Mail(0, 100), Mail(1, 101), Mail(2, 102), new MailNote(Delivery(refused), 103), new MailNote(Guid.Empty, 104)]);

        Assert.That((joined.Lost, joined.Doubled, joined.Strange, joined.IsRight), Is.EqualTo((0, 0, 2, false)));
    }

    [Test]
    public void One_order_for_two_requests_is_noticed()
    {
        var joined = Joined.Of([.. Orders, Orders[0]], [Mail(0, 100), Mail(1, 101), Mail(2, 102)]);

        Assert.That((joined.Lost, joined.Repeated, joined.IsRight), Is.EqualTo((0, 1, false)));
    }

    [Test]
    public void A_simpler_system_may_put_the_order_s_own_id_into_the_message_id()
    {
        var joined = Joined.Of(Orders, Orders.Select(order => new MailNote(order.Order, 100)));

        Assert.That(joined.IsRight, Is.True);
    }

    private static MailNote Mail(int order, long at) => new(Delivery(Orders[order]), at);

    private static Guid Delivery(OrderNote order) => DeliveryId.For(order.Order, NotificationKind.OrderConfirmation);
}
