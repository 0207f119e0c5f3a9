using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Notifications.Bench.Load;
using Notifications.Bench.Measures;

namespace Notifications.Bench.Tests.Load;

public sealed class LoadClientTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1_000;

    private readonly TcpListener _api = new(IPAddress.Loopback, 0);
    private int _twoAtOnce;

    [SetUp]
    public void Listen() => _api.Start();

    [TearDown]
    public void Close() => _api.Dispose();

    [Test]
    public async Task What_was_due_while_the_API_stood_still_counts_from_when_it_was_due()
    {
        var serving = ServeAsync(number => number == 10 ? (202, 500) : (202, 0));

        var (result, orders) = await RunAsync(rate: 100, seconds: 0.6);

        Assert.That((result.Planned, result.Accepted, result.Refused, result.Failed), Is.EqualTo((60, 60, 0, 0)));
        Assert.That(orders.Count(order => order.Answered - order.Intended > 200 * Millisecond), Is.GreaterThanOrEqualTo(25), "30 of them were due in the first 300 of those 500 ms");
        Assert.That(orders.Select(order => order.Intended - orders[0].Intended), Is.EqualTo(Enumerable.Range(0, 60).Select(number => number * 10 * Millisecond)));
        await serving;
    }

    [Test]
    public async Task A_refused_order_is_counted_and_not_sent_again()
    {
        var serving = ServeAsync(number => (number % 10 == 3 ? 503 : 202, 0));

        var (result, orders) = await RunAsync(rate: 100, seconds: 0.3);

        Assert.That((result.Accepted, result.Refused, result.Failed, orders.Length), Is.EqualTo((27, 3, 0, 30)));
        Assert.That(orders.Where(order => order.IsAccepted).Select(order => order.Order), Is.Unique.And.All.Not.EqualTo(Guid.Empty));
        await serving;
    }

    [Test]
    public async Task In_a_closed_loop_it_ends_with_the_last_order_that_was_asked_for()
    {
        var serving = ServeAsync(_ => (202, 0));

        var (result, orders) = await RunAsync(rate: 0, seconds: 30, most: 200);

        Assert.That((result.Planned, result.Accepted, orders.Length), Is.EqualTo((200, 200, 200)));
        await serving;
    }

    /// <summary>As a server does it with those that were idle for long: they come back, and none has two orders under way after it.</summary>
    [Test]
    public async Task Idle_connections_that_the_API_closes_are_opened_again_and_carry_one_order_at_a_time()
    {
        var serving = OnThread(CloseIdleOnesAndServe);

        var (result, orders) = await RunAsync(rate: 100, seconds: 0.6, connections: 4);

        // Where the client comes late, it may have sent an order to one that is closed at that moment.
        Assert.That((result.Accepted + result.Failed, result.Refused, _twoAtOnce), Is.EqualTo((60, 0, 0)));
        Assert.That(orders.Where(order => order.IsAccepted).Select(order => order.Order).ToList(), Has.Count.GreaterThan(30).And.Unique);
        await serving;
    }

    private Task<(LoadResult, OrderNote[])> RunAsync(double rate, double seconds, long most = long.MaxValue, int connections = 1) => Task.Factory.StartNew(() =>
    {
        using var client = new LoadClient(new LoadPlan
        {
            Apis = [$"{_api.LocalEndpoint}"],
            Token = "token",
            Connections = connections,
            Rate = rate,
            Seconds = seconds,
            Most = most,
            Begin = Stopwatch.GetTimestamp() + 200 * Millisecond,
            Notes = "",
        });
        var result = client.Run();
        return (result, Enumerable.Range(0, (int)client.Notes.Count).Select(number => client.Notes[number]).ToArray());
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <param name="reply">To the request of this number: the status, and after how many milliseconds.</param>
    private Task ServeAsync(Func<int, (int Status, int After)> reply) => OnThread(() => Serve(reply));

    /// <summary>On one of its own: the thread pool of a test run has other things to do for a second at times, and that would be late answers.</summary>
    private static Task OnThread(Action serve) => Task.Factory.StartNew(serve, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Serve(Func<int, (int Status, int After)> reply)
    {
        using var connection = _api.AcceptSocket();
        Serve(connection, reply);
    }

    /// <summary>Of four connections the client uses one, the last that it has opened, as long as answers come at once; then they do not.</summary>
    private void CloseIdleOnesAndServe()
    {
        var connections = Enumerable.Range(0, 4).Select(_ => _api.AcceptSocket()).ToList();
        connections[3].Poll(-1, SelectMode.SelectRead);
        connections[..3].ForEach(idle => idle.Dispose());
        var open = Enumerable.Range(0, 3).Select(_ => _api.AcceptSocket()).Append(connections[3]).ToList();
        Task.WaitAll([.. open.Select(connection => OnThread(() => Serve(connection, _ => (202, 50))))]);
        open.ForEach(connection => connection.Dispose());
    }

    private void Serve(Socket connection, Func<int, (int Status, int After)> reply)
    {
        var buffer = new byte[16 * 1024];
        for (var number = 0; connection.Receive(buffer) > 0; number++) // one request a packet: it is small, and the next one waits for its answer
        {
            var (status, after) = reply(number);
            if (after > 0)
                Thread.Sleep(after); // the fault that is tested
            if (connection.Available > 0)
                Interlocked.Increment(ref _twoAtOnce);
            var body = status == 202 ? $$"""{"order_id":"{{Guid.CreateVersion7()}}"}""" : "";
            connection.Send(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        }
    }
}
