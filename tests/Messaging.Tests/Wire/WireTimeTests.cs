using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Tests.Wire;

[Parallelizable(ParallelScope.All)]
public sealed class WireTimeTests
{
    [Test]
    public void Is_written_as_utc_with_microseconds_behind_a_colon()
    {
        var time = new DateTimeOffset(2026, 11, 23, 15, 25, 59, TimeSpan.FromHours(1)).AddTicks(1_813_394);
        Assert.That(WireTime.Write(time), Is.EqualTo("2026-11-23 14:25:59:181339 Z"));
    }

    [Test]
    public void Is_read_back()
    {
        Assert.That(WireTime.TryRead("2026-11-23 14:25:59:181339 Z", out var time), Is.True);
        Assert.That(time, Is.EqualTo(new DateTimeOffset(2026, 11, 23, 14, 25, 59, TimeSpan.Zero).AddTicks(1_813_390)));
    }

    [TestCase("")]
    [TestCase("2026-11-23T14:25:59Z")]
    [TestCase("2026-11-23 14:25:59:18 Z")]
    public void Anything_else_is_not_a_time(string text) => Assert.That(WireTime.TryRead(text, out _), Is.False);
}
