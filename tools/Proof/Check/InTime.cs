using System.Globalization;

namespace Notifications.Proof.Check;

/// <summary>From an order's acceptance to its first e-mail. Time in which a long outage kept everything does not count: nobody promised that.</summary>
internal static class InTime
{
    public const string Name = "in time";

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    public static Finding Check(Stories stories)
    {
        var expected = stories.Evidence.Run.Expected;
        var outages = Outages.Longer(stories.Evidence.Faults, Long);
        var took = stories.All
            .Where(story => story.Taken.Count > 0)
            .SelectMany(story => story.Ledger.Select(order => Took(order.AcceptedAt, story.Taken[0].At, outages)))
            .Order()
            .ToList();
        if (took.Count == 0)
            return new(Name, 0, 0, "no e-mails");

        var broken = Math.Max(took.LongCount(time => time > expected.Always), took.LongCount(time => time > expected.Usually) - (took.Count / 1000));
        var figures = $"p50 {At(took, 500)}, p99 {At(took, 990)}, p99.9 {At(took, 999)}, max {Text(took[^1])}; promised {Text(expected.Usually)} and {Text(expected.Always)}";
        var leftOut = outages.Aggregate(TimeSpan.Zero, (sum, outage) => sum + outage.Length);
        return new(Name, took.Count, broken, leftOut > TimeSpan.Zero ? $"{figures}; {Text(leftOut)} of outages left out" : figures);
    }

    private static TimeSpan Took(DateTimeOffset from, DateTimeOffset until, IReadOnlyList<Outage> outages) =>
        outages.Aggregate(until - from, (took, outage) => took - outage.Overlap(from, until));

    // The smallest that so many of a thousand do not exceed.
    private static string At(List<TimeSpan> sorted, int perMille) => Text(sorted[(int)((((long)sorted.Count * perMille) + 999) / 1000) - 1]);

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.0##", CultureInfo.InvariantCulture) + " s";
}
