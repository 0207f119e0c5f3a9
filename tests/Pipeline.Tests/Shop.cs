using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Notifications.MailCatcher;
using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Wire;
using Notifications.ReconciliationJob.Proof;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// The whole walk on real servers: the three hosts as processes of their own, a database and a vhost for this test alone, and the mail
/// catcher, which is told to misbehave. Times are short, so that what takes a minute in production takes seconds here.
/// </summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly Uri _broker;
    private readonly List<IAsyncDisposable> _belongings = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestAccess.ServiceToken) } };
    private readonly IReadOnlyDictionary<string, string> _settings;
    private HostProcess _api = null!;

    private Shop(TestDatabase database, Uri broker, MailCatcherServer mail, IReadOnlyDictionary<string, string> settings)
    {
        (_database, _broker, Mail, _settings) = (database, broker, mail, settings);
        _source = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public MailCatcherServer Mail { get; }

    /// <summary>Where the API answers.</summary>
    public Uri Api => _api.Address;

    public int ApiPid => _api.Pid;

    /// <summary>Orders that nobody sends a command for.</summary>
    public OrderBook Book => new(_source);

    /// <summary>Ids of the orders that were answered with 202.</summary>
    public ConcurrentBag<Guid> Accepted { get; } = [];

    /// <summary>With the API running; consumers and reconciliation are started by the test.</summary>
    /// <param name="broker">With vhost.</param>
    /// <param name="cancellation">The test's.</param>
    /// <param name="settings">Of every host, such as where it sends its spans to.</param>
    public static async Task<Shop> OpenAsync(Uri broker, CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null) =>
        await OpenAsync(await MigratedDatabase.CreateAsync(cancellation), broker, cancellation, settings);

    /// <inheritdoc cref="OpenAsync(Uri, CancellationToken, IReadOnlyDictionary{string, string})"/>
    /// <param name="database">Migrated; the shop drops it at the end.</param>
    public static async Task<Shop> OpenAsync(TestDatabase database, Uri broker, CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null)
    {
        var shop = await OpenWithoutHostsAsync(database, broker, cancellation, settings);
        await shop.StartApiAsync(cancellation);
        return shop;
    }

    /// <summary>Nothing runs in it yet, and its database may be of another version.</summary>
    /// <inheritdoc cref="OpenAsync(TestDatabase, Uri, CancellationToken, IReadOnlyDictionary{string, string})" path="/param"/>
    public static async Task<Shop> OpenWithoutHostsAsync(TestDatabase database, Uri broker, CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null)
    {
        var mail = await MailCatcherServer.StartAsync(new MailCatcherSettings { SmtpPort = 0, HttpPort = 0, KeepMessages = 1_000_000, KeepBytes = 8L << 30 }, cancellation);
        return new Shop(database, broker, mail, settings ?? new Dictionary<string, string>());
    }

    /// <param name="cancellation">The test's.</param>
    /// <param name="settings">Besides those that every API here has, or instead of them.</param>
    /// <param name="program">Another build of it; null for ours.</param>
    public async Task<HostProcess> StartApiAsync(CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null, string? program = null)
    {
        var all = new Dictionary<string, string>(TestAccess.Settings) { ["Stopping__AnnounceFor"] = "00:00:00" };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            all[key] = value;
        return _api = await StartAsync("OrdersEndpoint", all, cancellation, program);
    }

    /// <summary>Everything that is its own and was started, the API first.</summary>
    public IEnumerable<HostProcess> Hosts => _belongings.OfType<HostProcess>();

    public Task KillApiAsync() => _api.KillAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> TerminateApiAsync() => _api.TerminateAsync();

    /// <param name="cancellation">The test's.</param>
    /// <param name="settings">Besides those that every consumer here has, or instead of them.</param>
    /// <param name="program">Another build of it; null for ours.</param>
    public Task<HostProcess> StartConsumerAsync(CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null, string? program = null)
    {
        var all = new Dictionary<string, string>(RelayAt(0, Mail.SmtpPort))
        {
            ["Smtp__From"] = "Shop <orders@shop.example>",
            ["Ledger__Lease"] = "00:00:13",
            ["Recoverability__DelayedRetrySeconds"] = "1,2",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            all[key] = value;
        return StartAsync("NotificationEndpoint", all, cancellation, program);
    }

    /// <summary>The settings of one relay of a consumer.</summary>
    public static IReadOnlyDictionary<string, string> RelayAt(int place, int port) => new Dictionary<string, string>
    {
        [$"Smtp__Relays__{place}__Name"] = $"relay{place}",
        [$"Smtp__Relays__{place}__Host"] = "127.0.0.1",
        [$"Smtp__Relays__{place}__Port"] = $"{port}",
        [$"Smtp__Relays__{place}__Tls"] = "None",
        [$"Smtp__Relays__{place}__ConnectTimeout"] = "00:00:02",
        [$"Smtp__Relays__{place}__CommandTimeout"] = "00:00:02",
        [$"Smtp__Relays__{place}__FinalDotTimeout"] = "00:00:03",
        [$"Smtp__Relays__{place}__TotalTimeout"] = "00:00:08",
        [$"Smtp__Relays__{place}__LongestRest"] = "00:00:02",
    };

    /// <param name="cancellation">The test's.</param>
    /// <param name="settings">Besides those that every node here has, or instead of them.</param>
    /// <param name="program">Another build of it; null for ours.</param>
    public Task<HostProcess> StartReconciliationAsync(CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null, string? program = null)
    {
        var all = new Dictionary<string, string> { ["Reconciliation__Every"] = "00:00:02", ["Reconciliation__Grace"] = "00:00:05", ["Reconciliation__DriveAgain"] = "00:00:05" };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            all[key] = value;
        return StartAsync("ReconciliationJob", all, cancellation, program);
    }

    /// <summary>What takes failed messages, and the one that operates them by its API.</summary>
    public async Task<FailedMessages> StartRecoverabilityAsync(CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null)
    {
        var failed = new FailedMessages(await StartRecoverabilityHostAsync(cancellation, settings));
        _belongings.Add(failed);
        return failed;
    }

    /// <param name="cancellation">The test's.</param>
    /// <param name="settings">Besides those that every one here has, or instead of them.</param>
    /// <param name="program">Another build of it; null for ours.</param>
    public Task<HostProcess> StartRecoverabilityHostAsync(CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null, string? program = null)
    {
        var all = new Dictionary<string, string>(TestAccess.Settings) { ["Returns__PerSecond"] = "5000" };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            all[key] = value;
        return StartAsync("RecoverabilityEndpoint", all, cancellation, program);
    }

    /// <summary>Places orders, a few at a time. One that is not answered with 202, for whatever reason, is not counted as accepted.</summary>
    public Task PlaceAsync(int orders, CancellationToken cancellation, int atATime = 8) => PlaceAsync(Enumerable.Range(0, orders), atATime, cancellation);

    /// <summary>The same without end: they go on while something is stopped and started again.</summary>
    public Task PlaceUntilAsync(int atATime, CancellationToken enough, CancellationToken cancellation) =>
        PlaceAsync(Enumerable.Range(0, int.MaxValue).TakeWhile(_ => !enough.IsCancellationRequested), atATime, cancellation);

    /// <summary>So many a second, whether or not the earlier ones are answered: customers do not wait for each other.</summary>
    /// <param name="perSecond">Orders.</param>
    /// <param name="enough">Ends it.</param>
    /// <param name="cancellation">The test's.</param>
    /// <param name="answered">Hears of each that was accepted how long the customer waited, from the moment at which the order was due.</param>
    /// <returns>How many were placed, accepted or not.</returns>
    public Task<int> PlaceAtRateAsync(int perSecond, CancellationToken enough, CancellationToken cancellation, Action<TimeSpan>? answered = null) => SteadyRate.FlowAsync(
        perSecond,
        async (number, waited) =>
        {
            if (await TryPlaceAsync(number, cancellation))
                answered?.Invoke(waited());
        },
        _ => enough.IsCancellationRequested,
        cancellation);

    /// <param name="email">Of the customer.</param>
    /// <param name="cancellation">The test's.</param>
    /// <param name="key">Of idempotency.</param>
    /// <param name="item">What the article is called; empty: it is known by its SKU alone.</param>
    public async Task<Guid> PlaceOneAsync(string email, CancellationToken cancellation, string? key = null, string item = "Caneca")
    {
        using var body = Order(email, item);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_api.Address, "orders")) { Content = body };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await _http.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
        return Guid.Parse((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!["order_id"]!);
    }

    /// <summary>As a client writes one.</summary>
    public static StringContent Order(string email, string item = "Caneca")
    {
        var name = item == "" ? "" : $"\"name\":\"{item}\",";
        return new StringContent(
            $$"""{"customer_id":"7","customer":{"name":"Ana","email":"{{email}}"},"currency":"BRL","locale":"pt-BR","items":[{"sku":"ABC",{{name}}"qty":2,"unit_price":10.50}]}""",
            Encoding.UTF8,
            "application/json");
    }

    public async Task<JsonNode> ConfirmationAsync(Guid order, CancellationToken cancellation) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(_api.Address, $"orders/{order}"), cancellation))!["confirmation"]!;

    public Task WaitForStatusAsync(Guid order, string status, CancellationToken cancellation) => Eventually.TrueAsync(
        async () => (string?)(await ConfirmationAsync(order, cancellation))["status"] == status, $"the confirmation of {order} is {status}", cancellation);

    /// <summary>
    /// The promise: every accepted order has its e-mail; the ledger agrees; nothing is left on the way; and an e-mail that came twice
    /// is byte for byte the same and marked in the ledger; and all of it can be proved. Returns how many came twice.
    /// </summary>
    public async Task<int> EveryOrderHasItsMailAsync(CancellationToken cancellation)
    {
        await Eventually.TrueAsync(
            async () => await QueryAsync<long>("SELECT count(*) FROM notifications.deliveries WHERE status = 'accepted'") >= Accepted.Count
                && await QueryAsync<long>("SELECT count(*) FROM notifications.deliveries WHERE status <> 'accepted'") == 0
                && await QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0,
            $"{Accepted.Count} accepted orders have their e-mail, and nothing is on its way",
            cancellation);

        var mails = Mail.Inbox.Messages.GroupBy(mail => mail.Parse().MessageId).ToList();
        var orders = await ListAsync("SELECT order_id FROM orders.orders");
        var marked = (await ListAsync("SELECT order_id FROM notifications.deliveries WHERE possible_duplicate")).ToHashSet();
        var twice = mails.Where(copies => copies.Count() > 1).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Accepted, Is.SubsetOf(orders), "an order that was answered with 202 is stored");
            Assert.That(mails, Has.Count.EqualTo(orders.Count), "one e-mail for each order, and none for anything else");
            Assert.That(twice.Select(copies => copies.Select(mail => Encoding.UTF8.GetString(mail.Raw.Span)).Distinct().Count()), Is.All.EqualTo(1), "copies are identical");
            Assert.That(await TwiceAsync(), Is.SubsetOf(marked), "every copy is marked in the ledger");
            Assert.That(
                await QueryAsync<TimeSpan>("SELECT max(d.settled_at - o.accepted_at) FROM notifications.deliveries d JOIN orders.orders o USING (order_id)"),
                Is.LessThan(DeliveryRules.DueWithin), "all in time");
        }

        var proof = await ProveAsync(cancellation);
        Assert.That(proof.IsWhole(strict: false), Is.True, $"it can be proved: {proof.Counts}");
        return twice.Count;
    }

    /// <summary>All orders of this shop against ledger and log.</summary>
    public async Task<Proof> ProveAsync(CancellationToken cancellation) =>
        await Prover.ProveAsync(_source, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), limit: 10, cancellation);

    public Task NothingIsPursuedAsync(CancellationToken cancellation) => Eventually.TrueAsync(
        async () => await QueryAsync<long>("SELECT count(*) FROM reconciliation.pursued") == 0, "reconciliation pursues nothing any more", cancellation);

    /// <summary>Orders whose e-mail came more than once.</summary>
    public async Task<List<Guid>> TwiceAsync()
    {
        var twice = Mail.Inbox.Messages.GroupBy(mail => mail.Parse().MessageId).Where(copies => copies.Count() > 1).Select(copies => copies.Key).ToHashSet();
        return [.. (await ListAsync("SELECT order_id FROM orders.orders")).Where(order => twice.Contains($"{DeliveryId.For(order, NotificationKind.OrderConfirmation):N}@shop.example"))];
    }

    /// <summary>What a process leaves that dies between its commit and its publish: the command's row, due since a moment ago.</summary>
    public async Task LeaveInOutboxAsync(Guid order)
    {
        var recipient = await QueryAsync<string>($"SELECT customer_email FROM orders.orders WHERE order_id = '{order}'");
        var command = OutgoingMessage.Command(
            DeliveryId.For(order, NotificationKind.OrderConfirmation),
            Endpoints.Notification,
            new SendOrderConfirmation(order, DateTimeOffset.UnixEpoch, new OrderCustomer("Ana", recipient), "BRL", "pt-BR", [new OrderLine("ABC", "Caneca", 2, 10.50m)]),
            new EndpointIdentity(Endpoints.Orders, Receives: false),
            DateTimeOffset.UtcNow);
        await using var connection = await _source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { OutboxTable.Insert([command], reserve: TimeSpan.FromSeconds(-1)) } };
        await batch.ExecuteNonQueryAsync();
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<Guid>> ListAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await rows.ReadAsync())
            ids.Add(rows.GetGuid(0));
        return ids;
    }

    /// <summary>Orders and, for each, a process id.</summary>
    public async Task<List<(Guid Order, int Pid)>> PairsAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var pairs = new List<(Guid, int)>();
        while (await rows.ReadAsync())
            pairs.Add((rows.GetGuid(0), rows.GetInt32(1)));
        return pairs;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_belongings))
            await host.DisposeAsync();
        _http.Dispose();
        await Mail.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Task PlaceAsync(IEnumerable<int> numbers, int atATime, CancellationToken cancellation) => Parallel.ForEachAsync(
        numbers,
        new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellation },
        async (number, _) => await TryPlaceAsync(number, cancellation));

    private async Task<bool> TryPlaceAsync(int number, CancellationToken cancellation, string? key = null)
    {
        try
        {
            Accepted.Add(await PlaceOneAsync($"customer{number}@example.test", cancellation, key));
            return true;
        }
        catch (Exception unknown) when (unknown is HttpRequestException || (unknown is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false; // refused, or cut off in the middle: the client cannot know and may not count on it
        }
    }

    private async Task<HostProcess> StartAsync(string project, Dictionary<string, string> settings, CancellationToken cancellation, string? program = null)
    {
        settings["Database__ConnectionString"] = _database.ConnectionString;
        settings["Broker__Uri"] = _broker.AbsoluteUri;
        foreach (var (key, value) in _settings)
            settings[key] = value;
        var host = await HostProcess.StartAsync(project, settings, program: program, cancellation: cancellation);
        lock (_belongings) // some start side by side
            _belongings.Add(host);
        return host;
    }
}
