namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>Holds the rate that is set, whatever a batch takes.</summary>
internal static class Pace
{
    /// <summary>No more at once than a second has: whatever else is asked for waits no longer than that.</summary>
    public static int Most(ReturnsSettings settings) => Math.Min(settings.Batch, settings.PerSecond);

    /// <summary>How long to wait after a batch before the next.</summary>
    public static TimeSpan Rest(int sent, TimeSpan took, ReturnsSettings settings)
    {
        var due = TimeSpan.FromSeconds((double)sent / settings.PerSecond);
        return due > took ? due - took : TimeSpan.Zero;
    }
}
