using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.ReadOrder;

/// <summary>Who asks the database, and who gets what it said a moment ago.</summary>
[CancelAfter(20_000)]
public sealed class SharedOrdersTests
{
    private static readonly Guid Id = Guid.CreateVersion7();
    private static readonly SharedOrder Order = new(
        new OrderFacts(Id, "placed", "123", new CustomerView("Ana", "ana@example.test"), "BRL", null, [], 21, DateTimeOffset.UnixEpoch, false, new DeliveryFacts("stored"), [], 0, [], 0),
        JsonSerializerOptions.Web);

    private readonly FakeTimeProvider _time = new();
    private int _readings;

    [SetUp]
    public void Forget() => _readings = 0;

    [Test]
    public async Task A_database_that_is_slow_is_asked_once_a_second_and_nobody_gets_what_is_older(CancellationToken cancellation)
    {
        var database = new List<TaskCompletionSource<SharedOrder?>>();
        var orders = new SharedOrders(_ => Ask().Task, _time);
        var readers = new List<Task<SharedOrder?>>();
        for (var i = 0; i < 300; i++) // 10 ms apart: three seconds
        {
            readers.Add(orders.FindAsync(Id, CancellationToken.None));
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref _readings) >= 3), "there are three readings", cancellation);
        foreach (var answer in database)
            answer.SetResult(new SharedOrder(null!, null!));
        var seen = await Task.WhenAll(readers);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_readings, Is.EqualTo(3));
            Assert.That(seen.Distinct().Count(), Is.EqualTo(3));
            Assert.That(seen[99], Is.SameAs(seen[0]));
            Assert.That(seen[100], Is.Not.SameAs(seen[99]));
        }

        TaskCompletionSource<SharedOrder?> Ask()
        {
            lock (database)
            {
                var answer = new TaskCompletionSource<SharedOrder?>();
                database.Add(answer);
                _readings++;
                return answer;
            }
        }
    }

    [Test]
    public async Task Who_joined_a_reading_that_began_before_the_order_was_accepted_does_not_miss_it()
    {
        var early = new TaskCompletionSource<SharedOrder?>();
        var orders = Shared(time => time == 1 ? early.Task : Task.FromResult<SharedOrder?>(Order));
        var first = orders.FindAsync(Id, CancellationToken.None);
        var second = orders.FindAsync(Id, CancellationToken.None); // the order is committed by now
        early.SetResult(null);
        Assert.That((await first, await second), Is.EqualTo(((SharedOrder?)null, Order)));
    }

    [Test]
    public async Task A_failure_is_shared_and_forgotten_in_the_same_way()
    {
        var orders = Shared(time => time == 1 ? Task.FromException<SharedOrder?>(new TimeoutException()) : Task.FromResult<SharedOrder?>(Order));
        await Assert.ThrowsAsync<TimeoutException>(() => orders.FindAsync(Id, CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => orders.FindAsync(Id, CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await orders.FindAsync(Id, CancellationToken.None), Is.SameAs(Order));
    }

    [Test]
    public async Task A_reader_who_goes_away_takes_nothing_from_the_others()
    {
        var database = new TaskCompletionSource<SharedOrder?>();
        var orders = Shared(_ => database.Task);
        using var gone = new CancellationTokenSource();
        var (first, second) = (orders.FindAsync(Id, gone.Token), orders.FindAsync(Id, CancellationToken.None));
        await gone.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => first);
        database.SetResult(Order);
        Assert.That(await second, Is.SameAs(Order));
    }

    [Test]
    public async Task Memory_is_kept_for_a_second_and_has_a_bound()
    {
        var orders = Shared(_ => Task.FromResult<SharedOrder?>(Order));
        for (var i = 0; i < 11_000; i++)
            await orders.FindAsync(Guid.NewGuid(), CancellationToken.None);
        var most = orders.Kept;
        _time.Advance(TimeSpan.FromSeconds(1));
        await orders.FindAsync(Id, CancellationToken.None);
        Assert.That((most, orders.Kept), Is.EqualTo((10_000, 1)));
    }

    private SharedOrders Shared(Func<int, Task<SharedOrder?>> read) => new(_ => read(Interlocked.Increment(ref _readings)), _time);
}
