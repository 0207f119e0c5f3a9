using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Notifications.Bench.References.Floor;

/// <summary>
/// What the servers themselves cost: the bytes of so many orders through the same database, broker and mail server, in one process, with the fewest operations that keep
/// every step durable. Stored → published → confirmed and removed, and delivered → claimed → sent → recorded → acknowledged, all stages at work at the same time with a
/// channel between them. No HTTP, no validation, no rendering, no retry: the first failure ends it.
/// </summary>
internal static class Floor
{
    private const int Intakes = 2;
    private const int Sessions = 8;

    /// <summary>So many orders are on their way at most. The queue and the outbox stay short, as they do where intake is held back.</summary>
    private const int MostOnTheirWay = 4_096;

    /// <summary>An answer is handled by the thread that hears of it instead of waking another: a third of what this process costs.</summary>
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Prints one line of JSON at the end.</summary>
    public static async Task RunAsync(string database, Uri broker, int smtpPort, int orders, TextWriter output, CancellationToken cancellation)
    {
        Environment.SetEnvironmentVariable(InlineCompletions, "1"); // read once a process, before its first connection
        await using var source = await FloorTables.OpenAsync(database, cancellation);
        await using var queue = await FloorQueue.OpenAsync(broker, cancellation);
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => FloorSession.OpenAsync(smtpPort, cancellation)));
        var intakes = await Task.WhenAll(Enumerable.Range(0, Intakes).Select(_ => FloorIntake.OpenAsync(source, cancellation)));
        await using var remove = await FloorStep.OpenAsync(source, FloorTables.RemoveMessages, cancellation);
        await using var claim = await FloorStep.OpenAsync(source, FloorTables.Claim, cancellation);
        await using var record = await FloorStep.OpenAsync(source, FloorTables.Record, cancellation);

        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await WalkAsync();
        var (seconds, cpuSeconds) = (Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        await output.WriteLineAsync(JsonSerializer.Serialize(new { orders, seconds, cpu_seconds = cpuSeconds }));
        foreach (var session in sessions)
            session.Dispose();
        foreach (var intake in intakes)
            await intake.DisposeAsync();

        async Task WalkAsync()
        {
            using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var room = new SemaphoreSlim(MostOnTheirWay / FloorIntake.Batch);
            var (started, done) = (0, 0);
            var stored = Channel.CreateUnbounded<Guid>();
            var confirmed = Channel.CreateUnbounded<Guid>();
            var delivered = Channel.CreateUnbounded<FloorDelivery>();
            var claimed = Channel.CreateUnbounded<FloorDelivery>();
            var sent = Channel.CreateUnbounded<FloorDelivery>();
            await queue.ConsumeAsync(delivered.Writer, orders, failed.Token);
            await Task.WhenAll(
                Stage(Task.WhenAll(intakes.Select(intake => intake.RunAsync(NextAsync, stored.Writer, failed.Token))), () => stored.Writer.Complete()),
                Stage(queue.PublishAsync(stored.Reader, confirmed.Writer, orders, MostOnTheirWay * 2, failed.Token)),
                Stage(FloorBatches.EachAsync(confirmed.Reader, gone => remove.TakeAsync(gone, failed.Token), failed.Token)),
                Stage(FloorBatches.EachAsync(delivered.Reader, ClaimAsync, failed.Token), () => claimed.Writer.Complete()),
                Stage(Task.WhenAll(sessions.Select(session => session.SendAsync(claimed.Reader, sent.Writer, failed.Token))), () => sent.Writer.Complete()),
                Stage(FloorBatches.EachAsync(sent.Reader, RecordAsync, failed.Token)));

            async Task<int> NextAsync()
            {
                await room.WaitAsync(failed.Token);
                var begin = Interlocked.Add(ref started, FloorIntake.Batch) - FloorIntake.Batch;
                return Math.Clamp(orders - begin, 0, FloorIntake.Batch);
            }

            async Task ClaimAsync(IReadOnlyList<FloorDelivery> deliveries)
            {
                await claim.TakeAsync(deliveries.Select(delivery => delivery.Order), failed.Token);
                foreach (var delivery in deliveries)
                    claimed.Writer.TryWrite(delivery);
            }

            async Task RecordAsync(IReadOnlyList<FloorDelivery> deliveries)
            {
                await record.TakeAsync(deliveries.Select(delivery => delivery.Order), failed.Token);
                var before = done;
                done += deliveries.Count;
                await queue.SettleAsync(deliveries, isLast: done == orders, failed.Token);
                if (done / FloorIntake.Batch - before / FloorIntake.Batch is var batches and > 0)
                    room.Release(batches);
                if (done == orders)
                    room.Release(Intakes);
            }

            async Task Stage(Task work, Action? then = null)
            {
                try
                {
                    await work;
                    then?.Invoke();
                }
                catch
                {
                    await failed.CancelAsync();
                    throw;
                }
            }
        }
    }
}
