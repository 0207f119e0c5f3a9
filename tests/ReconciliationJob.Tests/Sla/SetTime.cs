namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>A clock that a test sets.</summary>
internal sealed class SetTime : TimeProvider
{
    private TimeSpan _since;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _since.Ticks;

    public void Advance(TimeSpan time) => _since += time;
}
