using System.Net;
using System.Net.Sockets;
using Notifications.LocalStack.Demo;

namespace Notifications.LocalStack.Tests;

[CancelAfter(30_000)]
public sealed class DemoTracesTests
{
    private static readonly DemoResult Order = new("01a20a66-7e25-718e-8177-d00785440d75", "ana@example.test", default, default, "accepted", null);

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.1);

    [Test]
    public async Task Hosts_are_told_to_send_their_spans_to_us_soon(CancellationToken cancellation)
    {
        await using var traces = await DemoTraces.OpenAsync(endpointOfPerson: null, cancellation);

        Assert.That(traces.Settings, Contains.Key("OTEL_EXPORTER_OTLP_ENDPOINT").And.ContainKey("OTEL_BSP_SCHEDULE_DELAY"));
        Assert.That(traces.Settings["OTEL_EXPORTER_OTLP_PROTOCOL"], Is.EqualTo("http/protobuf"));
    }

    [Test]
    public async Task A_person_who_has_a_place_for_spans_keeps_it(CancellationToken cancellation)
    {
        await using var traces = await DemoTraces.OpenAsync("http://collector.example:4318", cancellation);

        Assert.That(traces.Settings, Is.Empty, "the hosts inherit the person's");
        Assert.That((await traces.TellAsync([Order], Moment, cancellation)).Single(), Does.Contain("http://collector.example:4318"));
    }

    [Test]
    public async Task A_port_that_is_taken_is_said_and_nothing_more(CancellationToken cancellation)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var traces = await DemoTraces.OpenAsync(endpointOfPerson: "", cancellation, port);

        Assert.That(traces.Settings, Is.Empty);
        Assert.That((await traces.TellAsync([Order], Moment, cancellation)).Single(), Does.Contain($"{port}"));
    }

    [Test]
    public async Task Spans_that_do_not_come_are_waited_for_a_moment_and_said(CancellationToken cancellation)
    {
        await using var traces = await DemoTraces.OpenAsync(endpointOfPerson: null, cancellation);

        Assert.That(await traces.TellAsync([Order], Moment, cancellation), Is.EqualTo(new[] { "The spans of 1 of 1 orders did not come within 0.1 s" }));
    }
}
