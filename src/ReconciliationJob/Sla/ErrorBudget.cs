namespace Notifications.ReconciliationJob.Sla;

/// <summary>What the objective allows to miss, and what of it is spent.</summary>
/// <param name="Allowed">E-mails that may be late, of those that could be delivered in the time looked at.</param>
/// <param name="Spent">E-mails that were.</param>
/// <param name="Remaining">Share that is left: 1 is all of it, below 0 the objective is missed.</param>
public sealed record ErrorBudget(double Allowed, long Spent, double Remaining)
{
    /// <param name="objective">Share that is to be in time, below 1.</param>
    /// <param name="deliverable">E-mails that could be delivered.</param>
    /// <param name="missed">Of these, late or not sent yet.</param>
    public static ErrorBudget Of(double objective, long deliverable, long missed)
    {
        var allowed = (1 - objective) * deliverable;
        return new ErrorBudget(Math.Round(allowed, 3), missed, deliverable == 0 ? 1 : Math.Round(1 - (missed / allowed), 4));
    }

    /// <summary>How fast it is spent: at 1 it lasts exactly as long as its period, at 10 a tenth of it. None where nothing could be delivered.</summary>
    public static double? BurnRate(double objective, long deliverable, long missed) =>
        deliverable == 0 ? null : Math.Round(missed / ((1 - objective) * deliverable), 2);
}
