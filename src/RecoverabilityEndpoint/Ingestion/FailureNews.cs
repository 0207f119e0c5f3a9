namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>Makes one line of many failures: the first at once, then once a minute what has gathered. No I/O.</summary>
internal sealed class FailureNews(TimeProvider time)
{
    public static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    /// <summary>Of strangers' making: further ones are counted and not named.</summary>
    private const int MostCauses = 1_000;
    private const string Others = "other causes";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _causes = [];
    private long? _saidAt;

    /// <param name="Messages">That have failed since it was last said.</param>
    /// <param name="OfCause">Of them, by the most frequent cause.</param>
    /// <param name="Cause">Title of a group.</param>
    internal readonly record struct News(long Messages, long OfCause, string Cause);

    public void Add(IReadOnlyList<Failure> failures)
    {
        lock (_lock)
        {
            foreach (var failure in failures)
            {
                var cause = failure.Groups[0].Title;
                if (_causes.Count >= MostCauses && !_causes.ContainsKey(cause))
                    cause = Others;
                _causes[cause] = _causes.GetValueOrDefault(cause) + 1;
            }
        }
    }

    /// <returns>To be said now, or null.</returns>
    public News? Take()
    {
        lock (_lock)
        {
            if (_causes.Count == 0 || (_saidAt is { } at && time.GetElapsedTime(at) < SayEvery))
                return null;
            var largest = _causes.MaxBy(cause => cause.Value);
            var news = new News(_causes.Values.Sum(), largest.Value, largest.Key);
            _causes.Clear();
            _saidAt = time.GetTimestamp();
            return news;
        }
    }
}
