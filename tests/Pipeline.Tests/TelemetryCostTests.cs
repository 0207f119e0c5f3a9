using System.Diagnostics;
using Notifications.Testing;
using Notifications.Traces;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// What it costs to be seen, at full load: the same flood with telemetry off, with metrics alone, with a tenth of the traces, and with all of them. Takes some minutes:
/// <code>dotnet test tests/Pipeline.Tests -c Release --filter FullyQualifiedName=Notifications.Pipeline.Tests.TelemetryCostTests.Side_by_side</code>
/// </summary>
[Explicit("Takes some minutes, and is a measurement.")]
[CancelAfter(1_800_000)]
[NonParallelizable]
public sealed class TelemetryCostTests
{
    private const int Rounds = 3;
    private const int Orders = 8_000;
    private const int WarmUp = 2_000;

    private readonly Dictionary<string, List<Cost>> _costs = [];

    [Test]
    public async Task Side_by_side(CancellationToken cancellation)
    {
        await using var collector = await SpanReceiver.StartAsync(cancellation: cancellation);
        for (var round = 0; round < Rounds; round++)
        {
            await MeasureAsync("off", new() { ["OTEL_SDK_DISABLED"] = "true" }, cancellation);
            await MeasureAsync("metrics", [], cancellation);
            await MeasureAsync("and a tenth", new(To(collector)) { ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio", ["OTEL_TRACES_SAMPLER_ARG"] = "0.1" }, cancellation);
            await MeasureAsync("and all", To(collector), cancellation);
        }

        foreach (var (name, costs) in _costs)
        {
            TestContext.Out.WriteLine(
                $"{name,-12} {string.Join(", ", costs.Select(cost => $"{cost.PerSecond:0}"))} orders/s, median {Median(costs, cost => cost.PerSecond):0}; "
                + $"API {Median(costs, cost => cost.Api):0} us, consumer {Median(costs, cost => cost.Consumer):0} us of processor an order");
        }
    }

    /// <summary>What a collector would do with spans is not the question: it takes and drops them.</summary>
    private static Dictionary<string, string> To(SpanReceiver collector) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.AbsoluteUri,
        ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = new Uri(collector.Address, "v1/logs").AbsoluteUri,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = "65536",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
    };

    private async Task MeasureAsync(string name, Dictionary<string, string> settings, CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var shop = await Shop.OpenAsync(broker.Uri, cancellation, new Dictionary<string, string>(settings) { ["Limits__ServiceRequestsPerSecond"] = "100000", ["Limits__RecipientOrders"] = "100000" });
        var consumer = await shop.StartConsumerAsync(cancellation);
        await FloodAsync(shop, WarmUp, cancellation);

        var (api, sender) = (Processor(shop.ApiPid), Processor(consumer.Pid));
        var began = Stopwatch.GetTimestamp();
        await FloodAsync(shop, WarmUp + Orders, cancellation);
        var took = Stopwatch.GetElapsedTime(began);
        if (!_costs.TryGetValue(name, out var costs))
            _costs[name] = costs = [];
        costs.Add(new Cost(Orders / took.TotalSeconds, (Processor(shop.ApiPid) - api).TotalMicroseconds / Orders, (Processor(consumer.Pid) - sender).TotalMicroseconds / Orders));
    }

    private static async Task FloodAsync(Shop shop, int all, CancellationToken cancellation)
    {
        await shop.PlaceAsync(all - shop.Accepted.Count, cancellation, atATime: 64);
        await Eventually.TrueAsync(() => Task.FromResult(shop.Mail.Inbox.Messages.Count >= all), $"{all} e-mails are out", cancellation);
    }

    private static TimeSpan Processor(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }

    private static double Median(List<Cost> costs, Func<Cost, double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);

    private sealed record Cost(double PerSecond, double Api, double Consumer);
}
