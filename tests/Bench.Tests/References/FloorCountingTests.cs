using System.Threading.Channels;
using Notifications.Bench.References.Floor;

namespace Notifications.Bench.Tests.References;

public sealed class FloorCountingTests
{
    private static readonly Guid[] Orders = [.. Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7())];

    [TestCase(new ulong[] { 1, 2, 3 }, 3)]
    [TestCase(new ulong[] { 2, 3 }, 0)]
    [TestCase(new ulong[] { 3, 1, 2 }, 3)]
    [TestCase(new ulong[] { 1, 3, 2, 4, 5, 6 }, 6)]
    public void All_are_done_up_to_the_first_that_is_not(ulong[] done, int low)
    {
        var watermark = new FloorWatermark(span: 4);
        foreach (var number in done)
            watermark.Done(number);
        Assert.That(watermark.Low, Is.EqualTo((ulong)low));
    }

    [Test]
    public async Task Each_order_is_confirmed_once_whether_its_answer_stands_for_one_or_for_many()
    {
        var confirmed = Channel.CreateUnbounded<Guid>();
        var confirms = new FloorConfirms(mostInFlight: 4, Orders.Length, confirmed.Writer);
        Send(0, 4);
        await confirms.AckedAsync(2, multiple: false);
        await confirms.AckedAsync(1, multiple: false);
        Send(4, 6);
        await confirms.AckedAsync(5, multiple: true);
        Send(6, 8);
        await confirms.AckedAsync(8, multiple: true);

        Assert.That(await confirmed.Reader.ReadAllAsync().ToListAsync(), Is.EquivalentTo(Orders));

        void Send(int from, int until)
        {
            foreach (var order in Orders[from..until])
                confirms.Sent(order);
        }
    }

    [Test]
    public async Task What_the_broker_refuses_ends_the_run()
    {
        var confirmed = Channel.CreateUnbounded<Guid>();
        await new FloorConfirms(mostInFlight: 4, Orders.Length, confirmed.Writer).RefusedAsync();
        await Assert.ThatAsync(async () => await confirmed.Reader.ReadAsync(), Throws.InstanceOf<ChannelClosedException>());
    }
}
