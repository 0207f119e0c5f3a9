namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>
/// How many orders a run may drive. Driven copies stand in a queue; as many as consumers and relays took since the last run may follow, twice over, so
/// that the number doubles from run to run while it helps. While nothing moves, a first few wait there and no more: a copy of all that waits already
/// would make an outage longer.
/// </summary>
public static class DriveBudget
{
    /// <param name="sent">Driven ones whose e-mail was accepted since the last run.</param>
    /// <param name="underWay">Driven ones that nobody has taken on yet.</param>
    /// <param name="settings">The least and the most.</param>
    public static int Of(long sent, long underWay, ReconciliationSettings settings) =>
        (int)Math.Max(0, Math.Clamp(2 * sent, settings.FirstUnderWay, settings.MostUnderWay) - underWay);
}
