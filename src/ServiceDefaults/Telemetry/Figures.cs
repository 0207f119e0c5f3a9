using System.Diagnostics.Metrics;

namespace Notifications.ServiceDefaults.Telemetry;

/// <summary>Figures for gauges: those of a moment ago, or none at all. A dashboard must not go on showing what was true before a server went away.</summary>
public sealed class Figures<T>(TimeProvider time)
    where T : class
{
    /// <summary>Three readings were missed: nobody reads any more.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(45);

    private volatile Reading? _newest;

    /// <summary>The newest ones; null when they cannot be read.</summary>
    public void Show(T? figures) => _newest = figures is null ? null : new Reading(figures, time.GetTimestamp());

    public IEnumerable<Measurement<double>> Measure(Func<T, double?> read, params KeyValuePair<string, object?>[] tags) =>
        _newest is { } newest && time.GetElapsedTime(newest.At) <= GoodFor && read(newest.Figures) is { } value ? [new Measurement<double>(value, tags)] : [];

    private sealed record Reading(T Figures, long At);
}
