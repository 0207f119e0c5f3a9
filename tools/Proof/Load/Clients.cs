using System.Diagnostics;
using System.Net.Http.Headers;
using Notifications.Proof.Journals;
using Notifications.Proof.Scenarios;
using Notifications.Testing;

namespace Notifications.Proof.Load;

/// <summary>
/// In: how many orders a second, for how long at least. Out: a line in the journal for every request, once it is known what came of it. Customers do not wait for each
/// other. Most of them do as docs/api.md says: again, with the same key, until there is an answer; some give up after one try.
/// </summary>
public sealed class Clients(IReadOnlyList<Uri> apis, Customers customers, Journal<ClientLine> journal) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan PatienceWithAnswer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PatienceWithOrder = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = PatienceWithAnswer,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestAccess.ServiceToken) },
    };

    /// <param name="enough">Not before this has ended: a fault without orders shows nothing.</param>
    /// <param name="cancellation">Of the run.</param>
    public Task PlaceAsync(Task enough, CancellationToken cancellation)
    {
        var all = (int)(customers.PerSecond * customers.For.TotalSeconds);
        return SteadyRate.FlowAsync(
            customers.PerSecond, (number, _) => PlaceAsync(PlacedOrder.Of(number, customers), cancellation), number => number >= all && enough.IsCompleted, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private async Task PlaceAsync(PlacedOrder order, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var accepted = 0;
        for (var request = 0; accepted == 0 || (order.Repeats && accepted < 2); request++)
        {
            var outcome = await SendAsync(order, apis[(order.Number + request) % apis.Count], cancellation);
            if (outcome == Answered.Ok)
                accepted++;
            else if (order.GivesUp || Stopwatch.GetElapsedTime(began) > PatienceWithOrder)
                return;
            else
                await Task.Delay(Pause, cancellation); // a client that comes back later
        }
    }

    private async Task<Answered> SendAsync(PlacedOrder order, Uri api, CancellationToken cancellation)
    {
        var sentAt = DateTimeOffset.UtcNow;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api, "orders")) { Content = new ByteArrayContent(order.Body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Add("Idempotency-Key", order.Key);
        ClientLine line;
        try
        {
            using var answer = await _http.SendAsync(request, cancellation);
            var (orderId, problem) = AnswerReading.Read(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
            line = Line(AnswerReading.Of((int)answer.StatusCode, problem), (int)answer.StatusCode, orderId, answer.Headers.Contains("Idempotent-Replayed"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            line = Line(AnswerReading.Of(failure), null, null, replayed: false);
        }

        journal.Add(line);
        return line.Outcome;

        ClientLine Line(Answered outcome, int? status, Guid? id, bool replayed) =>
            new(order.Number, order.Key, order.Recipient, order.BodyHash, sentAt, DateTimeOffset.UtcNow, outcome, status, id, replayed);
    }
}
