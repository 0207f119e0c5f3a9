using System.Collections.Concurrent;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Inbound;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>A channel of its own over a real broker.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class LaneConsumerTests : RuntimeFixture
{
    private const int Lanes = 15;
    private const int Prefetch = 1_000;

    /// <summary>An acknowledgement that follows the closing of its channel is a mistake of protocol, for which the broker closes the whole connection.</summary>
    [Test]
    public async Task Closed_while_deliveries_are_settled_it_leaves_the_connection_whole(CancellationToken cancellation)
    {
        await _runtime.SendAsync(Lanes * Prefetch);
        var broken = new TaskCompletionSource<string?>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var keeping = _runtime.Connections.KeepAsync("lanes", UseAsync, stop.Token);

        Assert.That(await broken.Task.WaitAsync(cancellation), Is.Null, "why the connection broke");
        await stop.CancelAsync();
        await keeping;

        async Task UseAsync(BrokerConnection connection)
        {
            try
            {
                for (var lane = 0; lane < Lanes; lane++)
                    await CloseOneAsync(connection, cancellation);
                await connection.CountAsync(_runtime.Endpoint.Name, cancellation);
            }
            finally
            {
                broken.TrySetResult(connection.Broken.IsCompleted ? await connection.Broken : null);
            }
        }
    }

    private async Task CloseOneAsync(BrokerConnection connection, CancellationToken cancellation)
    {
        var delivered = new ConcurrentQueue<Acknowledgements.Delivery>();
        var lane = new LaneConsumer(connection, _runtime.Endpoint.Name, Prefetch, (delivery, _) => delivered.Enqueue(delivery), bug => Assert.Fail($"{bug}"), new NoLinger());
        await lane.StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(delivered.Count == Prefetch), "all are delivered", cancellation);
        await lane.CancelAsync();
        var closed = false;
        var settling = Task.Factory.StartNew(SettleOneByOne, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await lane.CloseAsync();
        closed = true;
        await settling;

        void SettleOneByOne()
        {
            while (!Volatile.Read(ref closed) && delivered.TryDequeue(out var delivery))
            {
                delivery.Acknowledge();
                Thread.SpinWait(2_000); // some microseconds, so that some are left until it has closed
            }
        }
    }

    /// <summary>What is settled is acknowledged at once, each alone: as many acknowledgements as there can be are on their way at any time.</summary>
    private sealed class NoLinger : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.FromMilliseconds(50))
                return base.CreateTimer(callback, state, dueTime, period);
            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, period);
        }
    }
}
