using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Notifications.Traces.Tests.Otlp;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Notifications.Traces.Tests;

/// <summary>Most of it with the exporter that our hosts use.</summary>
[CancelAfter(30_000)]
public sealed class SpanReceiverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _name = $"Source-{Guid.NewGuid():N}";
    private readonly HttpClient _http = new();
    private SpanReceiver _receiver = null!;

    [SetUp]
    public async Task Start() => _receiver = await SpanReceiver.StartAsync(most: 100);

    [TearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _receiver.DisposeAsync();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_a_process_did_arrives_as_it_was(bool packed, CancellationToken cancellation)
    {
        using var source = new ActivitySource(_name);
        using (var exporting = Export(packed))
        {
            using var earlier = source.StartActivity("earlier")!;
            Activity.Current = null;
            using var parent = source.StartActivity("POST /orders", ActivityKind.Server)!;
            using (var span = source.StartActivity(ActivityKind.Client, links: [new ActivityLink(earlier.Context)], name: "deliver e-mail")!)
            {
                span.SetTag("notifications.relay", "relay0").SetTag("number", 42).SetTag("yes", true).SetTag("list", new[] { "a", "b" });
                span.AddEvent(new ActivityEvent("something"));
                span.SetStatus(ActivityStatusCode.Error, "hung up");
            }
        }

        Assert.That(await _receiver.WaitUntilAsync(spans => spans.Count == 3, Patience, cancellation), Is.True);
        var (first, request, sent) = (Named("earlier"), Named("POST /orders"), Named("deliver e-mail"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((sent.Service, sent.Instance, sent.Source), Is.EqualTo(("Service", "1", _name)));
            Assert.That((request.ParentId, sent.ParentId, sent.TraceId), Is.EqualTo(((string?)null, request.Id, request.TraceId)));
            Assert.That((request.Kind, sent.Kind, first.Kind), Is.EqualTo((SpanKind.Server, SpanKind.Client, SpanKind.Internal)));
            Assert.That((sent.Status, sent.StatusText, request.Status), Is.EqualTo((SpanStatus.Error, "hung up", SpanStatus.Unset)));
            Assert.That(sent.IsLinkedTo(first), Is.True);
            Assert.That(sent.Links, Has.Count.EqualTo(1));
            Assert.That((sent["notifications.relay"], sent["number"], sent["yes"], sent["list"], sent["other"]), Is.EqualTo(("relay0", "42", "true", "a,b", (string?)null)));
            Assert.That(sent.Start, Is.GreaterThanOrEqualTo(request.Start).And.LessThanOrEqualTo(sent.End));
            Assert.That(sent.End, Is.EqualTo(DateTimeOffset.UtcNow).Within(Patience));
        }
    }

    [Test]
    public async Task Times_are_those_of_the_process_to_the_last_digit_it_has(CancellationToken cancellation)
    {
        using var source = new ActivitySource(_name);
        DateTime start;
        TimeSpan duration;
        using (var exporting = Export())
        {
            using var span = source.StartActivity("one")!;
            span.Stop();
            (start, duration) = (span.StartTimeUtc, span.Duration);
        }

        Assert.That(await _receiver.WaitUntilAsync(spans => spans.Count == 1, Patience, cancellation), Is.True);
        Assert.That((Named("one").Start.UtcDateTime, Named("one").End - Named("one").Start), Is.EqualTo((start, duration)));
    }

    [Test]
    public async Task Only_the_newest_are_kept()
    {
        for (var number = 0; number < 103; number++)
            await PostAsync(Wire.Export(Wire.Ids(), Wire.Field(5, $"{number}")));

        Assert.That(_receiver.Spans.Select(span => span.Name), Is.EqualTo(Enumerable.Range(3, 100).Select(number => $"{number}")));
    }

    [Test]
    public async Task Everything_taken_is_answered_with_an_empty_message()
    {
        using var answer = await _http.PostAsync(new Uri(_receiver.Address, "v1/traces"), Protobuf(Wire.Export(Wire.Ids())));

        Assert.That((answer.StatusCode, answer.Content.Headers.ContentLength, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, 0L, "application/x-protobuf")));
    }

    [Test]
    public async Task Bad_bytes_are_refused_with_a_sentence_and_lose_nothing()
    {
        await PostAsync(Wire.Export(Wire.Ids()));
        byte[] bad = [.. Wire.Export(Wire.Ids()), .. Wire.Export(Wire.Ids(traceId: [1]))];

        Assert.That(await PostAsync(bad), Is.EqualTo((HttpStatusCode.BadRequest, "An id of 1 bytes: those of traces have 16, those of spans 8.")));
        Assert.That((await PostAsync([255])).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await PostAsync([1, 2, 3], encoding: "gzip")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(_receiver.Spans, Has.Count.EqualTo(1));
    }

    [TestCase("v1/metrics")]
    [TestCase("v1/logs")]
    public async Task Metrics_and_logs_are_taken_and_dropped(string path)
    {
        Assert.That(await PostAsync(Wire.Export(Wire.Ids()), path), Is.EqualTo((HttpStatusCode.OK, "")));
        Assert.That(_receiver.Spans, Is.Empty);
    }

    [TestCase("POST", "v1/trace", "application/x-protobuf", "", HttpStatusCode.NotFound)]
    [TestCase("GET", "v1/traces", "application/x-protobuf", "", HttpStatusCode.NotFound)]
    [TestCase("POST", "v1/traces", "application/json", "", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("POST", "v1/traces", "application/x-protobuf", "br", HttpStatusCode.UnsupportedMediaType)]
    public async Task Anything_else_is_refused(string method, string path, string type, string encoding, HttpStatusCode status) =>
        Assert.That((await SendAsync(new HttpMethod(method), path, Wire.Export(Wire.Ids()), type, encoding)).Status, Is.EqualTo(status));

    [TestCase("")]
    [TestCase("gzip")]
    public async Task What_is_too_large_is_refused_packed_or_not(string encoding)
    {
        var large = new byte[(16 << 20) + 1];
        Assert.That((await PostAsync(encoding == "" ? large : Gzip(large), encoding: encoding)).Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public void A_port_that_is_taken_is_said() =>
        Assert.That(() => SpanReceiver.StartAsync(_receiver.Address.Port), Throws.InstanceOf<IOException>().With.Message.Contains($"{_receiver.Address.Port}"));

    [Test]
    public async Task Waiting_ends_when_time_is_over(CancellationToken cancellation) =>
        Assert.That(await _receiver.WaitUntilAsync(spans => spans.Count > 0, TimeSpan.FromMilliseconds(20), cancellation), Is.False);

    [Test]
    public async Task Waiting_ends_when_they_have_come(CancellationToken cancellation)
    {
        var waiting = _receiver.WaitUntilAsync(spans => spans.Count == 2, Patience, cancellation);
        await PostAsync(Wire.Export(Wire.Ids()));
        Assert.That(waiting.IsCompleted, Is.False);
        await PostAsync(Wire.Export(Wire.Ids()));
        Assert.That(await waiting, Is.True);
    }

    private TracerProvider Export(bool packed = false) => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource => resource.AddService("Service", serviceInstanceId: "1"))
        .AddSource(_name)
        .AddOtlpExporter(options =>
        {
            options.Endpoint = new Uri(_receiver.Address, "v1/traces");
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            if (packed)
                options.HttpClientFactory = () => new HttpClient(new Packing());
        })
        .Build();

    private Span Named(string name) => _receiver.Spans.Single(span => span.Name == name);

    private Task<(HttpStatusCode Status, string Text)> PostAsync(byte[] body, string path = "v1/traces", string encoding = "") =>
        SendAsync(HttpMethod.Post, path, body, "application/x-protobuf", encoding);

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, byte[] body, string type, string encoding)
    {
        using var request = new HttpRequestMessage(method, new Uri(_receiver.Address, path)) { Content = Protobuf(body, type, encoding) };
        request.Headers.ExpectContinue = body.Length > 1 << 20; // or the refusal cuts off a client that still sends
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static ByteArrayContent Protobuf(byte[] body, string type = "application/x-protobuf", string encoding = "")
    {
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        if (encoding != "")
            content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(body);
        return packed.ToArray();
    }

    /// <summary>As with OTEL_EXPORTER_OTLP_COMPRESSION=gzip, which the exporter of .NET does not know.</summary>
    private sealed class Packing() : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Content = Protobuf(Gzip(await request.Content!.ReadAsByteArrayAsync(cancellationToken)), encoding: "gzip");
            return await base.SendAsync(request, cancellationToken);
        }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var content = request.Content!.ReadAsStream(cancellationToken);
            using var body = new MemoryStream();
            content.CopyTo(body);
            request.Content = Protobuf(Gzip(body.ToArray()), encoding: "gzip");
            return base.Send(request, cancellationToken);
        }
    }
}
