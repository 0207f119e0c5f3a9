namespace Notifications.ReconciliationJob.Sla;

/// <summary>Unsent orders of about the same age.</summary>
/// <param name="From">The age of the youngest that may be here; the next bucket begins <see cref="Width"/> later. The last one has no end: these are late.</param>
/// <param name="InLine">Waiting to be sent.</param>
/// <param name="PutOff">Tried, and left alone until their next attempt: they stand in nobody's way.</param>
/// <param name="PutOffTooLong">Of these, whose next attempt comes when they are late. Of late ones, none.</param>
public readonly record struct AgeBucket(TimeSpan From, long InLine, long PutOff, long PutOffTooLong)
{
    public static readonly TimeSpan Width = TimeSpan.FromSeconds(10);

    public long Orders => InLine + PutOff;
}
