using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>Who asks the database, and who gets what it said a moment ago.</summary>
[CancelAfter(60_000)]
public sealed class SharedViewTests
{
    private static readonly SlaView View = Views.Of(Views.Quiet);

    private readonly SetTime _time = new();
    private int _readings;

    [SetUp]
    public void Forget() => _readings = 0;

    [Test]
    public async Task A_flood_of_readers_is_one_reading_however_long_that_takes()
    {
        var database = new TaskCompletionSource<SlaView>();
        var views = Shared(_ => database.Task);
        var readers = Enumerable.Range(0, 1_000).Select(_ => ReadALittleLater()).ToList();
        database.SetResult(View);
        Assert.That((await Task.WhenAll(readers)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(_readings, Is.EqualTo(1));

        Task<SlaView> ReadALittleLater()
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            return views.ReadAsync(CancellationToken.None);
        }
    }

    [TestCase(0.9, 1)]
    [TestCase(1.0, 2)]
    public async Task After_a_second_it_is_read_anew(double seconds, int readings)
    {
        var views = Shared(_ => Task.FromResult(View));
        await views.ReadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        await views.ReadAsync(CancellationToken.None);
        Assert.That(_readings, Is.EqualTo(readings));
    }

    [Test]
    public async Task A_failure_is_shared_and_forgotten_in_the_same_way()
    {
        var views = Shared(time => time == 1 ? Task.FromException<SlaView>(new TimeoutException()) : Task.FromResult(View));
        await Assert.ThrowsAsync<TimeoutException>(() => views.ReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => views.ReadAsync(CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await views.ReadAsync(CancellationToken.None), Is.EqualTo(View));
    }

    [Test]
    public async Task A_reader_who_goes_away_takes_nothing_from_the_others()
    {
        var database = new TaskCompletionSource<SlaView>();
        var views = Shared(_ => database.Task);
        using var gone = new CancellationTokenSource();
        var (first, second) = (views.ReadAsync(gone.Token), views.ReadAsync(CancellationToken.None));
        await gone.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => first);
        database.SetResult(View);
        Assert.That(await second, Is.EqualTo(View));
    }

    private SharedView Shared(Func<int, Task<SlaView>> read) => new(_ => read(++_readings), _time);
}
