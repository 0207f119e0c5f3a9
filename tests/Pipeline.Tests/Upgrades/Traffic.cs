using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>
/// Customers at a steady rate, whether or not earlier ones are answered, and what each of them saw. Nobody tries again: a request that is not answered with 202 in time is
/// a customer who noticed.
/// </summary>
internal sealed class Traffic(Uri door) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { Timeout = Patience, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestAccess.ServiceToken) } };
    private readonly ConcurrentBag<TimeSpan> _waits = [];

    /// <summary>Orders that were answered with 202, and the API that did it, by its process id.</summary>
    public ConcurrentDictionary<Guid, int> Accepted { get; } = [];

    /// <summary>What the others saw.</summary>
    public ConcurrentQueue<string> Failed { get; } = [];

    /// <summary>From the moment at which the order was due.</summary>
    public TimeSpan Slowest => _waits.Max();

    public TimeSpan Median => _waits.Order().ElementAt(_waits.Count / 2);

    public Task FlowAsync(int perSecond, CancellationToken enough, CancellationToken cancellation) =>
        SteadyRate.FlowAsync(perSecond, (number, waited) => PlaceAsync(number, waited, cancellation), _ => enough.IsCancellationRequested, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task PlaceAsync(int number, Func<TimeSpan> waited, CancellationToken cancellation)
    {
        try
        {
            using var order = Shop.Order($"customer{number}@example.test");
            using var answer = await _http.PostAsync(new Uri(door, "orders"), order, cancellation);
            var body = await answer.Content.ReadAsStringAsync(cancellation);
            var api = string.Concat(answer.Headers.TryGetValues(LoadBalancer.ServedBy, out var by) ? by : []);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                Accepted[Guid.Parse((string)JsonNode.Parse(body)!["order_id"]!)] = int.Parse(api, CultureInfo.InvariantCulture);
            else
                Fail($"{(int)answer.StatusCode} of process '{api}': {body}");
        }
        catch (Exception cut) when (cut is HttpRequestException || (cut is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Fail(cut.Message);
        }

        _waits.Add(waited());
    }

    private void Fail(string seen) => Failed.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {seen}");
}
