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
    public void What_is_written_can_be_read() =>
        Assert.That(WireTime.Read("2026-11-23 14:25:59:181339 Z"), Is.EqualTo(new DateTimeOffset(2026, 11, 23, 14, 25, 59, TimeSpan.Zero).AddMicroseconds(181339)));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("2026-11-23T14:25:59Z")]
    public void What_is_no_such_time_is_none(string? text) => Assert.That(WireTime.Read(text), Is.Null);
}
