using Notifications.Messages;

namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>What is to be done about a pursued order. There is nothing else.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Its e-mail was accepted: done.</summary>
    public sealed record Sent(TimeSpan After) : Verdict
    {
        public bool IsLate => After > DeliveryRules.DueWithin;
    }

    /// <summary>Somebody is at it, or will be: look again after this time.</summary>
    public sealed record Wait(TimeSpan For) : Verdict;

    /// <summary>Send the command once more.</summary>
    public sealed record Drive : Verdict;

    /// <summary>The cause is permanent; what helps is in a person's hands.</summary>
    public sealed record LeaveToAPerson : Verdict;

    /// <summary>The cause was taken for transient, for as long as that is believed.</summary>
    public sealed record GiveUp : Verdict;

    /// <summary>After a lease has ended, a copy that waited for that comes within a second: it goes first.</summary>
    internal static readonly TimeSpan AfterLease = TimeSpan.FromSeconds(5);

    public static Verdict Of(OpenOrder order, ReconciliationSettings settings) => order.Delivery switch
    {
        { Status: "accepted", SettledAfter: { } after } => new Sent(after),
        { Status: "rejected" } => new LeaveToAPerson(),
        { Status: "unknown", UnseenEnds: >= DeliveryRules.MostUnseenEnds } => new LeaveToAPerson(),
        { Status: "claimed", DueIn: { } left } when left > -AfterLease => new Wait(left + AfterLease),
        { Status: "deferred" or "unknown", DueIn: { } left } when left > -settings.Grace => new Wait(left + settings.Grace),
        _ when order.MayBeDrivenIn > TimeSpan.Zero => new Wait(order.MayBeDrivenIn),
        // Never without having tried: orders may have become old while nobody looked.
        _ when order.Age > settings.GiveUpAfter && order.Times > 0 => new GiveUp(),
        _ => new Drive(),
    };

    /// <summary>How long a driven order is left alone: the longer, the more often that did not help.</summary>
    public static TimeSpan PauseAfterDrive(int timesBefore, ReconciliationSettings settings)
    {
        var pause = settings.DriveAgain * Math.Pow(2, Math.Min(timesBefore, 16));
        return pause < settings.LongestPause ? pause : settings.LongestPause;
    }
}
