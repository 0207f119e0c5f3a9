namespace Notifications.ReconciliationJob.Sla;

/// <summary>What will become of the unsent orders when e-mails go out as in the last minute, the oldest first.</summary>
/// <param name="Breaches">Orders that are in time now and will be late.</param>
/// <param name="EmptyInSeconds">Until all that are in line are sent; none when nothing goes out.</param>
public sealed record BreachForecast(long Breaches, double? EmptyInSeconds)
{
    /// <param name="oldestFirst">The unsent orders. All of a bucket count as old as its middle.</param>
    /// <param name="perSecond">E-mails that go out.</param>
    /// <param name="dueWithin">The promise.</param>
    /// <param name="grace">Time in which the pipeline sends what it is given, as long as it keeps up.</param>
    public static BreachForecast Of(IReadOnlyList<AgeBucket> oldestFirst, double perSecond, TimeSpan dueWithin, TimeSpan grace)
    {
        var speaksOfYoung = perSecond > 0 && IsBehind(oldestFirst, grace);
        long ahead = 0, breaches = 0;
        foreach (var bucket in oldestFirst)
        {
            var left = dueWithin - MiddleOf(bucket);
            if (left > TimeSpan.Zero)
            {
                breaches += bucket.PutOffTooLong;
                if (!IsYoung(bucket, grace) || speaksOfYoung)
                    breaches += bucket.InLine - SentInTime(bucket.InLine, ahead, perSecond, left);
            }

            ahead += bucket.InLine;
        }

        return new BreachForecast(breaches, EmptyIn(ahead, perSecond));
    }

    /// <summary>
    /// A quiet shop sends one e-mail a minute because it has one order a minute: while most orders are younger than the grace time, what went out tells how many were
    /// ordered and not how many can be sent, so it says nothing about the young ones.
    /// </summary>
    private static bool IsBehind(IReadOnlyList<AgeBucket> buckets, TimeSpan grace) =>
        buckets.Where(bucket => !IsYoung(bucket, grace)).Sum(bucket => bucket.InLine) > buckets.Where(bucket => IsYoung(bucket, grace)).Sum(bucket => bucket.InLine);

    private static long SentInTime(long orders, long ahead, double perSecond, TimeSpan left) =>
        Math.Clamp((long)Math.Floor(perSecond * left.TotalSeconds) - ahead, 0, orders);

    private static double? EmptyIn(long orders, double perSecond) => orders == 0 ? 0 : perSecond > 0 ? Math.Round(orders / perSecond, 1) : null;

    private static bool IsYoung(AgeBucket bucket, TimeSpan grace) => MiddleOf(bucket) < grace;

    private static TimeSpan MiddleOf(AgeBucket bucket) => bucket.From + (AgeBucket.Width / 2);
}
