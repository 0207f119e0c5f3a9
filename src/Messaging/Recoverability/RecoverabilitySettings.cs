using System.Globalization;

namespace Notifications.Messaging.Recoverability;

/// <summary>When a failed message is tried again; section <c>Recoverability</c>.</summary>
public sealed record RecoverabilitySettings
{
    /// <summary>The promise that every schedule here has to fit into.</summary>
    private static readonly TimeSpan Sla = TimeSpan.FromMinutes(5);

    private IReadOnlyList<TimeSpan>? _delays;

    /// <summary>Further tries at once, before the message is delayed. Default 2.</summary>
    public int ImmediateRetries { get; init; } = 2;

    /// <summary>Pauses before the delayed retries, in whole seconds, separated by commas; as many retries as numbers. Default 5,15,30,60: 110 s in all.</summary>
    public string DelayedRetrySeconds { get; init; } = "5,15,30,60";

    /// <summary>A message that came back unsettled this often, because a process died over it each time, goes to the error queue. Default 20.</summary>
    public int UnsettledDeliveries { get; init; } = 20;

    /// <summary><see cref="DelayedRetrySeconds"/>, read.</summary>
    public IReadOnlyList<TimeSpan> Delays => _delays ??= Read(DelayedRetrySeconds) ?? [];

    public IEnumerable<string> Problems()
    {
        if (ImmediateRetries is < 0 or > 10)
            yield return $"Recoverability:ImmediateRetries is {ImmediateRetries}; give a number from 0 to 10.";
        if (Read(DelayedRetrySeconds) is not { } delays)
            yield return $"Recoverability:DelayedRetrySeconds is '{DelayedRetrySeconds}'; give whole seconds from 1 to 300 separated by commas, as in 5,15,30,60, or nothing for no delayed retries.";
        else if (delays.Aggregate(TimeSpan.Zero, (sum, delay) => sum + delay) >= Sla)
            yield return $"Recoverability:DelayedRetrySeconds '{DelayedRetrySeconds}' add up to {Sla.TotalSeconds:0} s or more; the last retry would come after the e-mail was due.";
        if (UnsettledDeliveries is < 2 or > 500)
            yield return $"Recoverability:UnsettledDeliveries is {UnsettledDeliveries}; give a number from 2 to 500.";
    }

    /// <summary>Null when it is not a list of seconds.</summary>
    private static TimeSpan[]? Read(string text)
    {
        var delays = new List<TimeSpan>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 300)
                return null;
            delays.Add(TimeSpan.FromSeconds(seconds));
        }

        return [.. delays];
    }
}
