namespace Notifications.ReconciliationJob.Runs;

/// <summary>Why a run is made; decides what it looks at.</summary>
public enum RunPurpose
{
    /// <summary>What was accepted since the last such run: every few seconds.</summary>
    New,

    /// <summary>All of the last day once more: finds what was taken away after it was looked at.</summary>
    Recheck,

    /// <summary>A time that a person has named; also orders that were given up are driven.</summary>
    Asked,
}
