using Notifications.Messaging.GroupCommit;
using Npgsql;

namespace Notifications.Messaging.Tests.GroupCommit;

[Parallelizable(ParallelScope.All)]
[CancelAfter(20_000)]
public sealed class GroupCommitTests
{
    [Test]
    public async Task Items_that_arrive_while_a_batch_is_in_flight_make_one_batch()
    {
        var batches = new List<int>();
        var firstIsIn = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var group = new GroupCommit<int, int>(
            "items",
            async items =>
            {
                batches.Add(items.Count);
                firstIsIn.TrySetResult();
                await goOn.Task;
                return [.. items.Select(item => item * 10)];
            },
            workers: 1);

        var first = group.AddAsync(1);
        await firstIsIn.Task;
        var others = Enumerable.Range(2, 20).Select(item => group.AddAsync(item)).ToList();
        goOn.SetResult();

        Assert.That(await first, Is.EqualTo(10));
        Assert.That(await Task.WhenAll(others), Is.EqualTo(Enumerable.Range(2, 20).Select(item => item * 10)));
        Assert.That(batches, Is.EqualTo(new[] { 1, 20 }));
    }

    [Test]
    public async Task Where_nobody_waits_for_them_items_that_come_one_after_the_other_share_a_batch_though_it_is_quiet()
    {
        var (time, batches) = (new NotedTime(), new List<int>());
        await using var group = new GroupCommit<int, int>(
            "items",
            items =>
            {
                batches.Add(items.Count);
                return Task.FromResult<IReadOnlyList<int>>([.. items]);
            },
            time: time,
            patience: TimeSpan.FromMilliseconds(50));

        var first = group.AddAsync(1);
        await time.IsWaitedFor;
        var second = group.AddAsync(2);
        Assert.That(batches, Is.Empty);
        time.Advance(TimeSpan.FromMilliseconds(50));

        await Task.WhenAll(first, second);
        Assert.That(batches, Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task A_bad_item_fails_alone()
    {
        await using var group = new GroupCommit<int, int>(
            "items",
            items => items.Contains(3) ? throw Refused() : Task.FromResult<IReadOnlyList<int>>([.. items]), workers: 1);

        var results = Enumerable.Range(1, 5).Select(item => group.AddAsync(item)).ToList();

        await Assert.ThatAsync(() => results[2], Throws.TypeOf<PostgresException>());
        foreach (var good in new[] { 1, 2, 4, 5 })
            Assert.That(await results[good - 1], Is.EqualTo(good));
    }

    [Test]
    public async Task An_unknown_outcome_is_never_repeated()
    {
        var calls = 0;
        var gathered = new TaskCompletionSource();
        await using var group = new GroupCommit<int, int>(
            "items",
            async items =>
            {
                await gathered.Task;
                Interlocked.Increment(ref calls);
                throw new NpgsqlException("The connection broke.");
            },
            workers: 1);

        var first = group.AddAsync(0);
        var others = Enumerable.Range(1, 9).Select(item => group.AddAsync(item)).ToList();
        gathered.SetResult();

        await Assert.ThatAsync(() => first, Throws.TypeOf<NpgsqlException>());
        foreach (var other in others)
            await Assert.ThatAsync(() => other, Throws.TypeOf<NpgsqlException>());
        Assert.That(calls, Is.LessThanOrEqualTo(2), "once for each batch, not for each item");
    }

    [Test]
    public async Task A_full_queue_says_so_at_once()
    {
        var goOn = new TaskCompletionSource();
        var isIn = new TaskCompletionSource();
        await using var group = new GroupCommit<int, int>(
            "items",
            async items =>
            {
                isIn.TrySetResult();
                await goOn.Task;
                return [.. items];
            },
            largestBatch: 1, workers: 1, capacity: 1);

        var inFlight = group.TryAdd(1);
        await isIn.Task;
        var waiting = group.TryAdd(2);

        Assert.That(group.TryAdd(3), Is.Null);
        goOn.SetResult();
        Assert.That(await inFlight!, Is.EqualTo(1));
        Assert.That(await waiting!, Is.EqualTo(2));
    }

    [Test]
    public async Task Disposing_finishes_what_was_taken()
    {
        var group = new GroupCommit<int, int>("items", async items =>
        {
            await Task.Yield();
            return [.. items];
        });
        var results = Enumerable.Range(0, 1_000).Select(item => group.TryAdd(item)!).ToList(); // not AddAsync: its own task may end a moment after the result is there

        await group.DisposeAsync();

        Assert.That(results.Select(result => result.IsCompletedSuccessfully), Is.All.True);
    }

    private static PostgresException Refused() => new("value out of range", "ERROR", "ERROR", PostgresErrorCodes.NumericValueOutOfRange);
}
