using System.Diagnostics.Metrics;

namespace Notifications.Messaging.Diagnostics;

/// <summary>Bounds of histograms. Each is a time series of its own for each set of labels.</summary>
public static class Buckets
{
    /// <summary>In seconds, for what takes milliseconds and should not take seconds; as OpenTelemetry's conventions advise.</summary>
    public static InstrumentAdvice<double> ShortTimes { get; } = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    /// <summary>In seconds, around the five minutes that an e-mail is due in.</summary>
    public static InstrumentAdvice<double> Promise { get; } = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 180, 240, 270, 300, 330, 360, 600, 1800, 3600] };

    /// <summary>Of items that are dealt with together.</summary>
    public static InstrumentAdvice<int> Items { get; } = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };
}
