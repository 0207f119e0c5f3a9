using Notifications.RecoverabilityEndpoint.Api.Http;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.Http;

[CancelAfter(10_000)]
public sealed class SharedReadingTests
{
    [Test]
    public async Task Whoever_asks_within_a_second_gets_the_same_reading_and_then_there_is_another()
    {
        var (readings, clock) = (0, new Clock());
        var shared = new SharedReading<int>(() => Task.FromResult(++readings), clock);
        Assert.That((await ReadAsync(shared), await ReadAsync(shared)), Is.EqualTo((1, 1)));
        clock.Milliseconds = 999;
        Assert.That(await ReadAsync(shared), Is.EqualTo(1));
        clock.Milliseconds = 1_000;
        Assert.That(await ReadAsync(shared), Is.EqualTo(2));
    }

    [Test]
    public async Task While_it_is_being_read_nobody_reads_besides_however_long_it_takes()
    {
        var (readings, clock, end) = (0, new Clock(), new TaskCompletionSource<int>());
        var shared = new SharedReading<int>(() => Interlocked.Increment(ref readings) == 1 ? end.Task : Task.FromResult(0), clock);
        var first = ReadAsync(shared);
        clock.Milliseconds = 60_000;
        var second = ReadAsync(shared);
        end.SetResult(7);
        Assert.That((await first, await second, readings), Is.EqualTo((7, 7, 1)));
    }

    [Test]
    public async Task One_that_fails_is_shared_too_and_not_for_longer()
    {
        var (readings, clock) = (0, new Clock());
        var shared = new SharedReading<int>(() => ++readings == 1 ? throw new TimeoutException() : Task.FromResult(readings), clock);
        Assert.That(() => ReadAsync(shared), Throws.TypeOf<TimeoutException>());
        Assert.That(() => ReadAsync(shared), Throws.TypeOf<TimeoutException>());
        clock.Milliseconds = 1_000;
        Assert.That(await ReadAsync(shared), Is.EqualTo(2));
    }

    private static Task<int> ReadAsync(SharedReading<int> shared) => shared.ReadAsync(TestContext.CurrentContext.CancellationToken);

    private sealed class Clock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => Milliseconds;
    }
}
