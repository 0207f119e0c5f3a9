namespace Notifications.Bench.Measures;

/// <summary>Whether a rate was kept up with: nothing refused, a bounded number of orders between due and e-mailed, and that number not growing.</summary>
internal static class Sustained
{
    /// <summary>Orders under way at the end, in seconds of the rate.</summary>
    private const double MostUnderWay = 1;

    /// <summary>So much more on average in the last quarter than in the second, in seconds of the rate.</summary>
    private const double MostGrowth = 0.25;

    /// <param name="due">Ticks, of every order that was to be sent; sorted.</param>
    /// <param name="done">Ticks, of every e-mail; sorted.</param>
    /// <param name="window">Of the load.</param>
    /// <param name="rate">Orders a second.</param>
    public static bool Is(long[] due, long[] done, Window window, double rate)
    {
        return UnderWay(due, done, window.End) <= MostUnderWay * rate && Mean(3) - Mean(1) <= MostGrowth * rate;

        double Mean(int quarter) => Enumerable.Range(0, 25).Average(step => UnderWay(due, done, window.Begin + (long)((window.End - window.Begin) * (quarter + step / 25.0) / 4)));
    }

    /// <summary>Due and not done at that time.</summary>
    /// <inheritdoc cref="Is" path="/param"/>
    public static long UnderWay(long[] due, long[] done, long at) => UpTo(due, at) - UpTo(done, at);

    private static long UpTo(long[] sorted, long at)
    {
        var place = Array.BinarySearch(sorted, at);
        if (place < 0)
            return ~place;
        while (place < sorted.Length && sorted[place] == at)
            place++;
        return place;
    }
}
