namespace Notifications.ReconciliationJob;

/// <summary>When an order's confirmation counts as overdue, and how it is pursued; section <c>Reconciliation</c>.</summary>
public sealed record ReconciliationSettings
{
    /// <summary>Pause between two runs. Default 15 s.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time that the pipeline gets before an order counts as overdue. Default 60 s: on a good day everything is done in one.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far back the first run and every recheck look. Default 24 h.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Pause between two rechecks, which look at all of <see cref="Window"/> once more. Default 1 h: at five million orders a day one takes about 10 s of one core.</summary>
    public TimeSpan RecheckEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Pause before the same order is driven a second time; doubled each time. Default 60 s.</summary>
    public TimeSpan DriveAgain { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest of these pauses. Default 15 minutes.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How old an order may be whose e-mail fails for a cause that may pass; then a person has to look at it. Default 24 h.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Driven orders that may wait in the queue while none goes out. Default 1,000.</summary>
    public int FirstUnderWay { get; init; } = 1_000;

    /// <summary>Driven orders that may wait in the queue while they go out quickly. Default 20,000: with a run every 15 s 1,300 a second.</summary>
    public int MostUnderWay { get; init; } = 20_000;

    /// <summary>For how long runs and findings are kept. Default 90 days.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>A person who names a time has decided: nothing of it is given up, or left alone because it was driven a moment ago.</summary>
    internal static ReconciliationSettings ForAsked(ReconciliationSettings settings) => settings with { GiveUpAfter = TimeSpan.MaxValue };

    public IEnumerable<string> Problems()
    {
        if (Every < TimeSpan.FromSeconds(1) || Every > TimeSpan.FromMinutes(1))
            yield return $"Reconciliation:Every is {Every}; give a time from 00:00:01 to 00:01:00.";
        if (Grace < TimeSpan.FromSeconds(1) || Grace > TimeSpan.FromMinutes(4))
            yield return $"Reconciliation:Grace is {Grace}; give a time from 00:00:01 to 00:04:00: the e-mail is due within 5 minutes.";
        if (Window < TimeSpan.FromMinutes(10) || Window > TimeSpan.FromDays(30))
            yield return $"Reconciliation:Window is {Window}; give a time from 00:10:00 to 30.00:00:00.";
        if (Grace + Every > TimeSpan.FromMinutes(4))
            yield return $"Reconciliation:Grace and Reconciliation:Every add up to {Grace + Every}; give at most 00:04:00 together, so that a driven e-mail can still be in time.";
        if (RecheckEvery < TimeSpan.FromMinutes(1) || RecheckEvery > TimeSpan.FromDays(1))
            yield return $"Reconciliation:RecheckEvery is {RecheckEvery}; give a time from 00:01:00 to 1.00:00:00.";
        if (DriveAgain < TimeSpan.FromSeconds(1) || DriveAgain > TimeSpan.FromMinutes(15))
            yield return $"Reconciliation:DriveAgain is {DriveAgain}; give a time from 00:00:01 to 00:15:00.";
        if (LongestPause < DriveAgain || LongestPause > TimeSpan.FromHours(6))
            yield return $"Reconciliation:LongestPause is {LongestPause}; give a time from Reconciliation:DriveAgain ({DriveAgain}) to 06:00:00.";
        if (GiveUpAfter < TimeSpan.FromMinutes(10) || GiveUpAfter > TimeSpan.FromDays(30))
            yield return $"Reconciliation:GiveUpAfter is {GiveUpAfter}; give a time from 00:10:00 to 30.00:00:00.";
        if (FirstUnderWay is < 1 or > 100_000)
            yield return $"Reconciliation:FirstUnderWay is {FirstUnderWay}; give a number from 1 to 100000.";
        if (MostUnderWay < FirstUnderWay || MostUnderWay > 1_000_000)
            yield return $"Reconciliation:MostUnderWay is {MostUnderWay}; give a number from Reconciliation:FirstUnderWay ({FirstUnderWay}) to 1000000.";
        if (KeepFor < TimeSpan.FromDays(2) || KeepFor > TimeSpan.FromDays(3650))
            yield return $"Reconciliation:KeepFor is {KeepFor}; give a time from 2.00:00:00 to 3650.00:00:00.";
    }
}
