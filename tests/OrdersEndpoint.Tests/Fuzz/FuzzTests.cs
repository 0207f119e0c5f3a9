using System.Globalization;
using System.Text.Json.Nodes;
using Notifications.OrdersEndpoint.Requests;
using Notifications.OrdersEndpoint.Tests.Description;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>
/// Thousands of requests made from docs/openapi.json, good and bad, and of what no document describes. Whatever it is, it is answered soon, by the
/// document, and nothing is stored that was not accepted. By hand, with another seed each time:
/// <c>FUZZ_REQUESTS=50000 dotnet test tests/OrdersEndpoint.Tests --filter FullyQualifiedName~Fuzz</c>; <c>FUZZ_SEED=…</c> besides repeats what was found.
/// </summary>
[CancelAfter(3_600_000)]
public sealed class FuzzTests
{
    private const int Usual = 1_500;
    private const int UsualSeed = 1;
    private const int AtOnce = 4;
    private const int InBatch = 100;
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _ids = [];
    private readonly List<string> _cursors = [];
    private (string Id, JsonObject Sent)? _last;
    private OrdersApi _api = null!;
    private ApiDocument _document = null!;
    private Oracle _oracle = null!;

    [OneTimeSetUp]
    public async Task StartApi()
    {
        _document = ApiDocument.Read();
        _oracle = new Oracle(_document, TestAccess.ServiceToken);
        _api = await OrdersApi.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [Test]
    public async Task Whatever_is_sent_is_answered_as_described_and_nothing_is_stored_but_what_was_accepted(CancellationToken cancellation)
    {
        var count = Number("FUZZ_REQUESTS") ?? Usual;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AtLeast + Each * count);
        var seed = Number("FUZZ_SEED") ?? (count == Usual ? UsualSeed : Environment.TickCount & int.MaxValue);
        await TestContext.Out.WriteLineAsync($"{count} requests, FUZZ_SEED={seed}");

        var books = await Books.OpenAsync(_api);
        var kinds = new SortedDictionary<string, int>();
        for (var first = 0; first < count; first += InBatch)
        {
            var batch = Enumerable.Range(first, Math.Min(InBatch, count - first)).Select(number => (number, Request: Make(seed, number))).ToList();
            var answers = new RawAnswer?[batch.Count];
            await Parallel.ForAsync(0, batch.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = limit.Token }, async (index, stop) =>
                answers[index] = await RawHttp.SendAsync(_api.Address, batch[index].Request, stop));

            foreach (var ((number, request), answer) in batch.Zip(answers))
            {
                var complaints = _oracle.Complaints(request, answer).ToList();
                Assert.That(complaints, Is.Empty, $"FUZZ_SEED={seed}, request {number}: {request}\n\nanswered with {answer}");
                books.Add(request, answer);
                Remember(request, answer);
                var kind = $"{request.Kind.Split(' ')[0]} {request.Expected} {answer?.Status} {(answer?.Header(IdempotencyKey.ReplayedHeader) is null ? "" : "again")}";
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            }

            await AssertReadAsSentAsync(limit.Token);
            Assert.That(await books.DifferenceAsync(), Is.Null, () => $"FUZZ_SEED={seed}, from {first} on:\n{string.Join("\n\n", batch.Select(one => one.Request))}");
        }

        Assert.That(_api.Host.Output.Split('\n').Where(line => line.Contains(" ERR ", StringComparison.Ordinal)), Is.Empty, "no client can fill the log");
        await TestContext.Out.WriteLineAsync(string.Join('\n', kinds.Select(kind => $"{kind.Value,6} {kind.Key}")));
        await Eventually.TrueAsync(async () => await _api.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0, "every command is published", limit.Token);
    }

    /// <summary>Each by its number alone, whatever came before, but for the ids of orders. Some are those of the batch before, once more.</summary>
    private RawRequest Make(int seed, int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        if (random.Next(20) == 0 && number >= InBatch)
            return Make(seed, number - InBatch);
        return random.Next(3) == 0
            ? new HostileRequests(TestAccess.ServiceToken, _ids, random).Next()
            : new GeneratedRequests(_document, TestAccess.ServiceToken, _ids, _cursors, random).Next();
    }

    private void Remember(RawRequest request, RawAnswer? answer)
    {
        if (answer?.Status == 200 && request.Target.StartsWith("/orders?", StringComparison.Ordinal) && (string?)JsonNode.Parse(answer.Text)?["next_cursor"] is { } cursor)
            _cursors.Add(cursor);
        if (answer?.Status != 202 || JsonNode.Parse(answer.Text)?["order_id"] is not { } id)
            return;
        _ids.Add((string)id!);
        if (request.Expected is Expected.Accepted or Expected.Allowed)
            _last = (_ids[^1], JsonNode.Parse(request.Body)!.AsObject());
    }

    /// <summary>Whatever was in its texts, the last order is there as it was sent.</summary>
    private async Task AssertReadAsSentAsync(CancellationToken cancellation)
    {
        if (_last is not var (id, sent))
            return;
        using var answer = await _api.GetAsync($"/orders/{id}");
        var read = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!.AsObject();
        foreach (var name in (string[])["customer_id", "customer", "currency", "locale"])
            Assert.That(JsonNode.DeepEquals(read[name], sent[name]), $"{name}: sent {sent[name]}, read {read[name]}");
        foreach (var (one, other) in sent["items"]!.AsArray().Zip(read["items"]!.AsArray()))
        {
            Assert.That(((string?)other!["sku"], (string?)other["name"], (decimal)other["qty"]!, (decimal)other["unit_price"]!),
                Is.EqualTo(((string?)one!["sku"], (string?)one["name"], (decimal)one["qty"]!, (decimal)one["unit_price"]!)));
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
