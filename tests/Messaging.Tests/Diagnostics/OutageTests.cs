using Microsoft.Extensions.Time.Testing;
using Notifications.Messaging.Diagnostics;

namespace Notifications.Messaging.Tests.Diagnostics;

[Parallelizable(ParallelScope.All)]
public sealed class OutageTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public void Its_beginning_is_said_once_and_its_end_with_how_many_were_left_out()
    {
        var outage = new Outage(new FakeTimeProvider());
        var said = Enumerable.Range(0, 500).Select(_ => outage.Failed()).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(said[0], Is.Zero);
            Assert.That(said.Skip(1), Is.All.Null);
            Assert.That(outage.Worked(), Is.EqualTo(499));
            Assert.That(outage.Worked(), Is.Null, "once");
        }
    }

    [Test]
    public void While_it_lasts_it_is_said_again_every_minute()
    {
        var time = new FakeTimeProvider();
        var outage = new Outage(time);
        var said = new List<long?>();
        for (var second = 0; second < 150; second++, time.Advance(Second))
            said.Add(outage.Failed());
        Assert.That(said.Index().Where(each => each.Item is not null), Is.EqualTo(new (int, long?)[] { (0, 0), (60, 59), (120, 59) }));
        Assert.That(outage.Worked(), Is.EqualTo(29));
    }

    [Test]
    public void What_fails_now_and_then_is_said_once_a_minute_too()
    {
        var time = new FakeTimeProvider();
        var outage = new Outage(time);
        var lines = 0;
        for (var second = 0; second < 600; second++, time.Advance(Second))
        {
            lines += outage.Failed() is null ? 0 : 1;
            lines += outage.Worked() is null ? 0 : 1;
        }

        Assert.That(lines, Is.EqualTo(20), "in ten minutes each of the two ten times");
    }

    [Test]
    public void While_all_is_well_nothing_is_said() => Assert.That(new Outage(new FakeTimeProvider()).Worked(), Is.Null);

    [Test]
    public void Many_at_a_time_are_counted_and_one_of_them_is_said()
    {
        var outage = new Outage(new FakeTimeProvider());
        var said = 0;
        Parallel.For(0, 10_000, _ => Interlocked.Add(ref said, outage.Failed() is null ? 0 : 1));
        Assert.That((said, outage.Worked()), Is.EqualTo((1, (long?)9_999)));
    }
}
