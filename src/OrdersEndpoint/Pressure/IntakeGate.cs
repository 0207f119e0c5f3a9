namespace Notifications.OrdersEndpoint.Pressure;

/// <summary>What every transaction of orders passes. Keeps them apart by as much as <see cref="Rate"/> asks for; with no limit it is open.</summary>
internal sealed class IntakeGate(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _due;
    private long _taken;
    private double _rate = IntakeRate.Unlimited;

    /// <summary>Orders a second.</summary>
    public double Rate
    {
        get => Volatile.Read(ref _rate);
        set => Volatile.Write(ref _rate, value);
    }

    /// <summary>For a figure that is always there: orders a second, 0 when there is no limit.</summary>
    public double Limit => Rate is var rate && double.IsInfinity(rate) ? 0 : rate;

    /// <summary>Orders that have passed.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Ends when so many may be stored.</summary>
    public Task PassAsync(int orders)
    {
        Interlocked.Add(ref _taken, orders);
        var rate = Rate;
        if (double.IsInfinity(rate))
            return Task.CompletedTask;
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var start = Math.Max(_due, now);
            _due = start + (long)(orders / rate * time.TimestampFrequency);
            wait = time.GetElapsedTime(now, start);
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask;
    }
}
