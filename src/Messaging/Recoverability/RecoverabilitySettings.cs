namespace Notifications.Messaging.Recoverability;

/// <summary>When a failed message is tried again; section <c>Recoverability</c>.</summary>
public sealed record RecoverabilitySettings
{
    /// <summary>The promise that every schedule here has to fit into.</summary>
    private static readonly TimeSpan Sla = TimeSpan.FromMinutes(5);

    /// <summary>Further tries at once, before the message is delayed. Default 2.</summary>
    public int ImmediateRetries { get; init; } = 2;

    /// <summary>Pauses before the delayed retries, in seconds; as many retries as numbers. Default 5, 15, 30, 60: 110 s in all.</summary>
    public IReadOnlyList<int> DelayedRetrySeconds { get; init; } = [5, 15, 30, 60];

    /// <summary>A message that came back unsettled this often, because a process died over it each time, goes to the error queue. Default 20.</summary>
    public int UnsettledDeliveries { get; init; } = 20;

    public IEnumerable<string> Problems()
    {
        if (ImmediateRetries is < 0 or > 10)
            yield return $"Recoverability:ImmediateRetries is {ImmediateRetries}; give a number from 0 to 10.";
        if (DelayedRetrySeconds.Any(seconds => seconds is < 1 or > 3600))
            yield return $"Recoverability:DelayedRetrySeconds is [{string.Join(", ", DelayedRetrySeconds)}]; give seconds from 1 to 3600.";
        else if (DelayedRetrySeconds.Sum() >= Sla.TotalSeconds)
            yield return $"Recoverability:DelayedRetrySeconds add up to {DelayedRetrySeconds.Sum()} s; the last retry must fall within {Sla.TotalSeconds:0} s, or it comes after the e-mail was due.";
        if (UnsettledDeliveries is < 2 or > 500)
            yield return $"Recoverability:UnsettledDeliveries is {UnsettledDeliveries}; give a number from 2 to 500.";
    }
}
