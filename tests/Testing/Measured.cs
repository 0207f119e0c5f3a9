using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Notifications.Testing;

/// <summary>What this process counts and times while it lives. Other tests count too: ask for a label that only this one has, or for nothing but "at least".</summary>
public sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, IReadOnlyDictionary<string, object?> Labels)> _measurements = [];

    public Measured()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Notifications.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All values of an instrument, with exactly these labels or more.</summary>
    public IReadOnlyList<double> Of(string name, params (string Label, string Value)[] labels) =>
        [.. _measurements.Where(one => one.Name == name && labels.All(label => one.Labels.TryGetValue(label.Label, out var value) && $"{value}" == label.Value)).Select(one => one.Value)];

    public double Sum(string name, params (string Label, string Value)[] labels) => Of(name, labels).Sum();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue((instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));
}
