namespace Notifications.ReconciliationJob.Sla;

/// <summary>Decided minutes, added up.</summary>
/// <param name="Minutes">How many; fewer than the time has where some are not decided.</param>
/// <param name="Orders">Of these minutes.</param>
/// <param name="Within">E-mail accepted within five minutes.</param>
/// <param name="Rejected">Cannot be delivered as it is.</param>
/// <param name="Missed">Later, or not yet.</param>
/// <param name="SlowestSeconds">From order to accepted e-mail, the longest.</param>
public sealed record SlaSums(long Minutes, long Orders, long Within, long Rejected, long Missed, double? SlowestSeconds)
{
    /// <summary>What the objective is about: a rejected e-mail cannot be delivered in any time.</summary>
    internal long Deliverable => Orders - Rejected;

    /// <summary>Of those that can be delivered; none when there are none.</summary>
    public double? ShareWithin => Deliverable == 0 ? null : Math.Round((double)Within / Deliverable, 6);

    /// <summary>Of minutes in any order.</summary>
    internal static SlaSums Of(IReadOnlyCollection<SlaMinute> minutes) => new(
        minutes.Count, minutes.Sum(one => one.Orders), minutes.Sum(one => one.Within), minutes.Sum(one => one.Rejected), minutes.Sum(one => one.Missed),
        minutes.Max(one => one.SlowestSeconds));
}
