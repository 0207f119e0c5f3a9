using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>A time in which nothing could be sent.</summary>
internal readonly record struct Outage(DateTimeOffset Began, DateTimeOffset Ended)
{
    public TimeSpan Length => Ended - Began;

    public TimeSpan Overlap(DateTimeOffset from, DateTimeOffset until)
    {
        var (later, earlier) = (from > Began ? from : Began, until < Ended ? until : Ended);
        return earlier > later ? earlier - later : TimeSpan.Zero;
    }
}

/// <summary>Outages of a run, joined where they overlap, so that no time is left out twice.</summary>
internal static class Outages
{
    /// <summary>Those that, joined, lasted longer than this.</summary>
    public static IReadOnlyList<Outage> Longer(IEnumerable<FaultLine> faults, TimeSpan than)
    {
        var joined = new List<Outage>();
        foreach (var fault in faults.Where(fault => fault.IsOutage).OrderBy(fault => fault.Began))
        {
            if (joined.Count > 0 && fault.Began <= joined[^1].Ended)
                joined[^1] = joined[^1] with { Ended = fault.Ended > joined[^1].Ended ? fault.Ended : joined[^1].Ended };
            else
                joined.Add(new(fault.Began, fault.Ended));
        }

        return [.. joined.Where(outage => outage.Length > than)];
    }
}
