using Notifications.RecoverabilityEndpoint.Ingestion;

namespace Notifications.RecoverabilityEndpoint.Tests.Ingestion;

[Parallelizable(ParallelScope.All)]
public sealed class FailureNewsTests
{
    private readonly SetTime _time = new();

    [Test]
    public void The_first_failure_is_said_at_once_and_the_others_once_a_minute_with_their_most_frequent_cause()
    {
        var news = new FailureNews(_time);
        Assert.That(news.Take(), Is.Null);
        news.Add([Failure("a")]);
        Assert.That(news.Take(), Is.EqualTo(new FailureNews.News(1, 1, "a: no stack trace")));
        news.Add([Failure("a"), Failure("b"), Failure("b")]);
        Assert.That(news.Take(), Is.Null, "not yet");
        _time.Pass(FailureNews.SayEvery);
        news.Add([Failure("b")]);
        Assert.That(news.Take(), Is.EqualTo(new FailureNews.News(4, 3, "b: no stack trace")));
        _time.Pass(FailureNews.SayEvery);
        Assert.That(news.Take(), Is.Null, "nothing has failed");
    }

    [Test]
    public void Causes_of_strangers_making_are_counted_and_not_kept_without_end()
    {
        var news = new FailureNews(_time);
        news.Add([.. Enumerable.Range(0, 3_000).Select(number => Failure($"{number}"))]);
        Assert.That(news.Take(), Is.EqualTo(new FailureNews.News(3_000, 2_000, "other causes")));
    }

    private static Failure Failure(string exception) => new()
    {
        Id = Guid.Empty,
        AttemptId = Guid.Empty,
        Headers = [],
        Groups = FailureTitles.Of(null, exception, "", "", null, "", null),
    };

    private sealed class SetTime : TimeProvider
    {
        private TimeSpan _elapsed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _elapsed += time;

        public override long GetTimestamp() => _elapsed.Ticks;
    }
}
