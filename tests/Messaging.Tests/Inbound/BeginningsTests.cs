using Notifications.Messaging.Inbound;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Inbound;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class BeginningsTests
{
    [Test]
    public async Task Whatever_comes_from_many_threads_at_once_begins_exactly_once(CancellationToken cancellation)
    {
        const int Threads = 8;
        const int Each = 20_000;
        var (begun, beginnings) = (new int[Threads * Each], new Beginnings());

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(
            () =>
            {
                for (var number = thread * Each; number < (thread + 1) * Each; number++)
                {
                    var mine = number;
                    beginnings.Add(() => Interlocked.Increment(ref begun[mine]));
                }
            },
            cancellation)));

        await Eventually.TrueAsync(() => Task.FromResult(begun.All(times => times == 1)), "each has begun once", cancellation);
    }

    [Test]
    public async Task One_that_blocks_holds_up_a_few_and_no_others(CancellationToken cancellation)
    {
        using var goOn = new ManualResetEventSlim();
        var (begun, beginnings) = (0, new Beginnings());
        beginnings.Add(() => goOn.Wait(cancellation));

        for (var number = 0; number < 100; number++)
            beginnings.Add(() => Interlocked.Increment(ref begun));

        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref begun) == 100), "all others have begun", cancellation);
        goOn.Set();
    }
}
