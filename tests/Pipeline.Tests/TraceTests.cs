using System.Diagnostics;
using Notifications.MailCatcher.Faults;
using Notifications.Messages;
using Notifications.Testing;
using Notifications.Traces;
using Notifications.Traces.Walk;

namespace Notifications.Pipeline.Tests;

/// <summary>An order's whole path can be told from its spans alone. All hosts of this fixture send theirs to us; docs/observability.md is what is expected of them.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)] // one set of hosts for all
public sealed class TraceTests
{
    private const string Process = $"process {Endpoints.Notification}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Spans of one order, with the one that each stands below.</summary>
    private static readonly (string Name, SpanKind Kind, string Service, string? Below)[] Expected =
    [
        ("POST /orders", SpanKind.Server, Endpoints.Orders, null),
        ("accept order", SpanKind.Internal, Endpoints.Orders, "POST /orders"),
        ("commit orders", SpanKind.Internal, Endpoints.Orders, "accept order"),
        ($"send {Endpoints.Notification}", SpanKind.Producer, Endpoints.Orders, "accept order"),
        (Process, SpanKind.Consumer, Endpoints.Notification, "accept order"),
        ("claim e-mail", SpanKind.Internal, Endpoints.Notification, Process),
        ("commit claims", SpanKind.Internal, Endpoints.Notification, "claim e-mail"),
        ("render e-mail", SpanKind.Internal, Endpoints.Notification, Process),
        ("deliver e-mail", SpanKind.Client, Endpoints.Notification, Process),
        ("record end", SpanKind.Internal, Endpoints.Notification, Process),
        ("commit ends", SpanKind.Internal, Endpoints.Notification, "record end"),
    ];

    private SpanReceiver _receiver = null!;
    private TestBroker _broker = null!;
    private Shop _shop = null!;
    private Guid _lost;

    /// <summary>The command of one order is gone before there is a consumer: reconciliation finds it while the other tests go on.</summary>
    [OneTimeSetUp]
    public async Task Open()
    {
        _receiver = await SpanReceiver.StartAsync();
        _broker = await TestBroker.CreateAsync();
        _shop = await Shop.OpenAsync(_broker.Uri, CancellationToken.None, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _receiver.Address.AbsoluteUri,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        });

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        _lost = await _shop.PlaceOneAsync("lost@example.test", limit.Token);
        await _shop.WaitForStatusAsync(_lost, "published", limit.Token);
        await _broker.Management.PurgeAsync(Endpoints.Notification, limit.Token);
        await Task.WhenAll(_shop.StartConsumerAsync(limit.Token), _shop.StartReconciliationAsync(limit.Token));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _shop.DisposeAsync();
        await _broker.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task One_order_is_one_trace_over_both_processes_with_every_station_once_and_in_order(CancellationToken cancellation)
    {
        var walk = await PlaceAsync("ana@example.test", cancellation);
        // Processes send spans in the order in which they end: with another order's, all of this one's are here.
        await PlaceAsync("later@example.test", cancellation);
        var trace = _receiver.Spans.Where(span => span.TraceId == walk.TraceId).ToList();
        var names = trace.ToDictionary(span => span.Id, span => span.Name);
        var ours = trace.Where(span => span.Source is not ("Npgsql" or "MailKit.Net.SmtpClient"));

        TestContext.Out.WriteLine(WalkLine.Write(walk));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(walk.Stations.Select(station => station.Name), Is.EqualTo(OrderWalk.Always));
            Assert.That(walk.Stations.Select(station => station.Duration), Is.All.GreaterThanOrEqualTo(TimeSpan.Zero));
            Assert.That(ours.Select(span => (span.Name, span.Kind, span.Service, span.ParentId is null ? null : names.GetValueOrDefault(span.ParentId))), Is.EquivalentTo(Expected));
            Assert.That(trace.Where(span => span.ParentId is not null && !names.ContainsKey(span.ParentId)), Is.Empty, "every span has its parent in the trace");
            Assert.That(trace.Select(span => span.Instance).Distinct().Count(), Is.EqualTo(2), "processes");
            Assert.That(trace.Where(span => span.Status == SpanStatus.Error), Is.Empty);
            Assert.That(trace.Where(span => span.Source == "Npgsql").Select(span => names[span.ParentId!]).Distinct(), Is.EquivalentTo(new[] { "commit orders", "commit claims", "commit ends" }));
            Assert.That(trace.Where(span => span.Source == "MailKit.Net.SmtpClient").Select(span => names[span.ParentId!]), Is.Not.Empty.And.All.EqualTo("deliver e-mail"));
            Assert.That(Of(walk, StationName.Claimed).Span["notifications.claim"], Is.EqualTo("ours"));
            Assert.That(Of(walk, StationName.Delivered).Span["notifications.relay"], Is.EqualTo("relay0"));
            Assert.That(Of(walk, StationName.Delivered).Span["notifications.outcome"], Is.EqualTo("accepted"));
        }
    }

    [Test]
    public async Task Of_fifty_orders_at_once_each_has_its_own_trace_and_a_way_to_its_commits(CancellationToken cancellation)
    {
        var walks = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => PlaceAsync($"customer{number}@example.test", cancellation)));

        var stored = (await _shop.ListAsync("SELECT order_id FROM orders.orders ORDER BY order_id"))
            .Zip(await _shop.ListAsync("SELECT trace_id FROM orders.orders ORDER BY order_id")).ToDictionary(row => row.First, row => row.Second);
        var commits = new[] { StationName.Accepted, StationName.Claimed, StationName.Recorded }
            .ToDictionary(name => name, name => walks.Select(walk => Of(walk, name).Commit).OfType<Span>().ToList());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(walks.Select(walk => walk.TraceId).Distinct().Count(), Is.EqualTo(50));
            Assert.That(walks.Select(walk => walk.Stations.Count), Is.All.EqualTo(OrderWalk.Always.Count));
            Assert.That(commits.Select(station => station.Value.Count), Is.All.EqualTo(50), "each order is led to each of its transactions");
            Assert.That(commits[StationName.Accepted].Distinct().Sum(commit => int.Parse(commit["notifications.batch.size"]!)), Is.EqualTo(50), "and to no other's");
            Assert.That(commits[StationName.Accepted].Distinct().Count(), Is.LessThan(50), "some were together");
            Assert.That(walks.Select(walk => stored[walk.OrderId]), Is.EqualTo(walks.Select(walk => Guid.ParseExact(walk.TraceId, "N"))), "each order's row keeps its own trace");
        }
    }

    [Test]
    public async Task A_retry_is_a_trace_of_its_own_with_a_link_to_the_order_s(CancellationToken cancellation)
    {
        _shop.Mail.Faults.Add(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("450 4.2.0 greylisted")) { Recipient = "greylisted@", Times = 1 });

        var walk = await PlaceAsync("greylisted@example.test", cancellation);

        var (first, second) = TwoDeliveries(walk);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.TraceId, Is.EqualTo(walk.TraceId));
            Assert.That(first["notifications.next"], Is.Not.Null.And.Not.EqualTo("acknowledged"));
            Assert.That((second.TraceId == walk.TraceId, second.ParentId), Is.EqualTo((false, (string?)null)));
            Assert.That(second.IsLinkedTo(Of(walk, StationName.Accepted).Span), Is.True);
            Assert.That(Outcomes(walk), Is.EqualTo(new[] { ("deferred", SpanStatus.Error), ("accepted", SpanStatus.Unset) }));
        }
    }

    [Test]
    public async Task A_relay_that_hangs_up_is_an_error_of_the_attempt(CancellationToken cancellation)
    {
        _shop.Mail.Faults.Add(new Fault(FaultPoint.EndOfData, new FaultAction.Cut()) { Recipient = "cut@", Times = 1 });

        var walk = await PlaceAsync("cut@example.test", cancellation);

        Assert.That(TwoDeliveries(walk).Second["notifications.next"], Is.EqualTo("acknowledged"));
        Assert.That(Outcomes(walk), Is.EqualTo(new[] { ("unknown", SpanStatus.Error), ("accepted", SpanStatus.Unset) }));
    }

    [Test]
    public async Task An_order_that_reconciliation_drives_shows_it_in_its_own_trace(CancellationToken cancellation)
    {
        var walk = await WalkAsync(_lost, cancellation);

        var drive = Of(walk, StationName.Driven).Span;
        var run = _receiver.Spans.Single(span => drive.IsLinkedTo(span));
        var delivery = Of(walk, StationName.Waited).Span;
        TestContext.Out.WriteLine(WalkLine.Write(walk));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((drive.TraceId, drive.ParentId, drive.Service), Is.EqualTo((walk.TraceId, Of(walk, StationName.Accepted).Span.Id, Endpoints.Reconciliation)));
            Assert.That((run.Name, run.ParentId, run.TraceId == walk.TraceId), Is.EqualTo(("reconcile", (string?)null, false)));
            Assert.That(walk.Stations.Where(station => station.Name == StationName.Sent).Select(station => station.Process), Is.EqualTo(new[] { Endpoints.Orders, Endpoints.Reconciliation }));
            Assert.That((delivery.ParentId, delivery.Links.Select(link => link.TraceId)), Is.EqualTo(((string?)null, new[] { walk.TraceId })));
        }
    }

    [Test]
    public async Task A_client_s_own_trace_goes_on(CancellationToken cancellation)
    {
        using var checkout = new Activity("checkout") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        var walk = await PlaceAsync("ana@example.test", cancellation);

        Assert.That(walk.TraceId, Is.EqualTo(checkout.TraceId.ToHexString()));
        Assert.That(Of(walk, StationName.Request).Span.ParentId, Is.Not.Null);
    }

    [Test]
    public async Task Nothing_is_said_twice_and_nothing_that_nobody_asked_for(CancellationToken cancellation)
    {
        // By then everything has been looked at that is looked at from time to time.
        Assert.That(await _receiver.WaitUntilAsync(spans => spans.Count(span => span.Name == "reconcile") >= 3, Patience, cancellation), Is.True);

        var spans = _receiver.Spans;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(spans.Select(span => span.Source).Distinct(), Has.None.StartsWith("RabbitMQ"));
            Assert.That(
                spans.Where(span => span is { Source: "Npgsql", ParentId: null }).Select(span => $"{span.Service}: {span["db.query.text"] ?? span.Name}"),
                Is.Empty, "a command outside a trace: a sweep that finds nothing, a health check, the schedule");
            Assert.That(spans.Select(span => span["url.path"]), Has.None.StartsWith("/health").And.None.EqualTo("/metrics"));
        }
    }

    private async Task<OrderWalk> PlaceAsync(string email, CancellationToken cancellation) => await WalkAsync(await _shop.PlaceOneAsync(email, cancellation), cancellation);

    /// <summary>The order's path, as soon as all of it has arrived.</summary>
    private async Task<OrderWalk> WalkAsync(Guid order, CancellationToken cancellation)
    {
        OrderWalk? walk = null;
        await _receiver.WaitUntilAsync(spans => (walk = OrderWalk.Find(spans, order)) is { Missing.Count: 0 } && Outcomes(walk)[^1].Outcome == "accepted", Patience, cancellation);
        Assert.That(walk?.Missing, Is.Empty, () => walk is null ? "no span of its acceptance has arrived" : WalkLine.Write(walk));
        return walk!;
    }

    private static Station Of(OrderWalk walk, StationName name) => walk.Stations.First(station => station.Name == name);

    private static (Span First, Span Second) TwoDeliveries(OrderWalk walk)
    {
        TestContext.Out.WriteLine(WalkLine.Write(walk));
        Assert.That(walk.Deliveries, Is.EqualTo(2));
        var deliveries = walk.Stations.Where(station => station.Name == StationName.Waited).Select(station => station.Span).ToList();
        return (deliveries[0], deliveries[1]);
    }

    private static List<(string? Outcome, SpanStatus Status)> Outcomes(OrderWalk walk) =>
        [.. walk.Stations.Where(station => station.Name == StationName.Delivered).Select(station => (station.Span["notifications.outcome"], station.Span.Status))];
}
