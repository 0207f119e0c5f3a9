namespace Notifications.ReconciliationJob;

/// <summary>When an order's confirmation counts as overdue; section <c>Reconciliation</c>.</summary>
public sealed record ReconciliationSettings
{
    /// <summary>Pause between two runs. Default 15 s.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time that the pipeline gets before an order counts as overdue. Default 60 s: on a good day everything is done in one.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far back a run looks. Default 24 h.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Orders driven in one transaction at most, the oldest first. Default 1,000.</summary>
    public int Batch { get; init; } = 1_000;

    /// <summary>Batches in one run at most. Default 20: with the other defaults 80,000 orders a minute.</summary>
    public int BatchesInARun { get; init; } = 20;

    /// <summary>Pause before the same order is driven a second time; doubled each time, up to 15 minutes. Default 60 s.</summary>
    public TimeSpan DriveAgain { get; init; } = TimeSpan.FromSeconds(60);

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
        if (BatchesInARun is < 1 or > 1_000)
            yield return $"Reconciliation:BatchesInARun is {BatchesInARun}; give a number from 1 to 1000.";
        if (Batch is < 1 or > 10_000)
            yield return $"Reconciliation:Batch is {Batch}; give a number from 1 to 10000.";
        if (DriveAgain < TimeSpan.FromSeconds(1) || DriveAgain > TimeSpan.FromMinutes(15))
            yield return $"Reconciliation:DriveAgain is {DriveAgain}; give a time from 00:00:01 to 00:15:00.";
    }
}
