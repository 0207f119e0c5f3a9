using Notifications.LocalStack.Ports;
using Notifications.Traces;
using Notifications.Traces.Walk;

namespace Notifications.LocalStack.Demo;

/// <summary>
/// Where the hosts send their spans to: to us, who then tell each order's way, or to where the person at the terminal has them sent.
/// Without spans nothing fails: the system is as well as before, and it is said that they are missing.
/// </summary>
public sealed class DemoTraces : IAsyncDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly SpanReceiver? _receiver;
    private readonly string _elsewhere;

    private DemoTraces(SpanReceiver? receiver, string elsewhere) => (_receiver, _elsewhere) = (receiver, elsewhere);

    /// <summary>What the person's own environment says; the hosts inherit it.</summary>
    public static string? EndpointOfPerson => Environment.GetEnvironmentVariable(Endpoint);

    /// <summary>What every host is told; nothing when we do not receive.</summary>
    public IReadOnlyDictionary<string, string> Settings => _receiver is null ? new Dictionary<string, string>() : new Dictionary<string, string>
    {
        [Endpoint] = _receiver.Address.AbsoluteUri,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200", // ms; the default is 5 s
    };

    /// <param name="endpointOfPerson">Their own place for spans; null or empty when they have none.</param>
    /// <param name="stop">Ends the attempt.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<DemoTraces> OpenAsync(string? endpointOfPerson, CancellationToken stop, int port = 0)
    {
        if (!string.IsNullOrEmpty(endpointOfPerson))
            return new DemoTraces(null, $"The way of each order, by the spans of the processes, is at {Endpoint}={endpointOfPerson}");
        try
        {
            return new DemoTraces(await SpanReceiver.StartAsync(port == 0 ? FreePort.Next() : port, cancellation: stop), "");
        }
        catch (IOException taken)
        {
            return new DemoTraces(null, $"The way of the orders cannot be told, because spans cannot be received: {taken.Message}");
        }
    }

    /// <summary>A heading and a line for each order, as soon as all stations are there, and at the end of the time with what is missing.</summary>
    public async Task<IReadOnlyList<string>> TellAsync(IReadOnlyList<DemoResult> results, TimeSpan within, CancellationToken stop)
    {
        if (_receiver is null)
            return [_elsewhere];
        var orders = results.Select(result => result.OrderId).OfType<string>().Select(Guid.Parse).ToList();
        await _receiver.WaitUntilAsync(spans => orders.TrueForAll(order => OrderWalk.Find(spans, order) is { Missing.Count: 0 }), within, stop);
        var walks = orders.Select(order => OrderWalk.Find(_receiver.Spans, order)).OfType<OrderWalk>().ToList();
        return walks.Count == orders.Count
            ? ["Their way, by the spans of the processes, in ms after the request (the first was slow: everything was used for the first time)", .. walks.Select(WalkLine.Write)]
            : [$"The spans of {orders.Count - walks.Count} of {orders.Count} orders did not come within {within.TotalSeconds:0.#} s", .. walks.Select(WalkLine.Write)];
    }

    public ValueTask DisposeAsync() => _receiver?.DisposeAsync() ?? ValueTask.CompletedTask;
}
