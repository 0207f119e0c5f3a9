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
}
