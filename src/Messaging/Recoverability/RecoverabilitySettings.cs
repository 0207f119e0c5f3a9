using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Notifications.Messages;

namespace Notifications.Messaging.Recoverability;

/// <summary>When a failed message is tried again; section <c>Recoverability</c>.</summary>
public sealed record RecoverabilitySettings
{
    /// <summary>The promise that every schedule here has to fit into.</summary>
    private static readonly TimeSpan Sla = DeliveryRules.DueWithin;

    /// <summary>The broker holds a message for whole seconds, rounded up.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private IReadOnlyList<TimeSpan>? _delays;

    /// <summary>Further tries at once, before the message is delayed. Default 2.</summary>
    public int ImmediateRetries { get; init; } = 2;

    /// <summary>Pauses before the delayed retries, in whole seconds, separated by commas; as many retries as numbers. Default 5,15,30,60.</summary>
    [DataType(DataType.Text)]
    public string DelayedRetrySeconds { get; init; } = "5,15,30,60";

    /// <summary>By how much of itself a pause is prolonged at most, at random. Default 0.2: messages that failed together come back spread over time.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>How long one try that fails may take, for computing the worst case. Default 5 s. Longer ones are what the handler must bound itself.</summary>
    public TimeSpan TryTakes { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A message that came back unsettled this often, because a process died over it each time, goes to the error queue. Default 20.</summary>
    public int UnsettledDeliveries { get; init; } = 20;

    /// <summary>
    /// Bytes of a body that is read; a larger message is not one of ours and goes to the error queue. Default 2 MiB: the largest order is an
    /// eighth of that as a request, and its command up to six times as long, because some characters are escaped.
    /// </summary>
    public int LargestBody { get; init; } = 2 * 1024 * 1024;

    /// <summary>
    /// So many different messages that fail for a reason nobody knows, with none succeeding between them, mean that everything fails. Then one message at a time is tried,
    /// one every <see cref="ProbeEvery"/>, and what fails spends no attempt, until one succeeds. Default 20; 0 switches it off.
    /// </summary>
    public int EverythingFailsAfter { get; init; } = 20;

    /// <summary>Default 0.1 s: little for what is broken, and an order that could be handled waits seconds, not minutes, behind many that cannot.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary><see cref="DelayedRetrySeconds"/>, read.</summary>
    public IReadOnlyList<TimeSpan> Delays => _delays ??= Read(DelayedRetrySeconds) ?? [];

    /// <summary>How long a message rests that failed when everything does.</summary>
    public TimeSpan PauseWhenEverythingFails => Delays.Count > 0 ? Delays[0] : TimeSpan.FromSeconds(5);

    /// <summary>From the first try of a message to the end of its last one: every try takes its time, every pause its longest.</summary>
    public TimeSpan WorstCase =>
        (TryTakes * (ImmediateRetries + 1) * (Delays.Count + 1))
        + Delays.Aggregate(TimeSpan.Zero, (sum, delay) => sum + (delay * (1 + Jitter)) + Rounding);

    public IEnumerable<string> Problems()
    {
        if (ImmediateRetries is < 0 or > 10)
            yield return $"Recoverability:ImmediateRetries is {ImmediateRetries}; give a number from 0 to 10.";
        if (Jitter is not (>= 0 and <= 1))
            yield return $"Recoverability:Jitter is {Jitter.ToString(CultureInfo.InvariantCulture)}; give a number from 0 to 1.";
        if (TryTakes < TimeSpan.Zero || TryTakes > Sla)
            yield return $"Recoverability:TryTakes is {TryTakes}; give a time from 00:00:00 to {Sla}.";
        if (Read(DelayedRetrySeconds) is null)
            yield return $"Recoverability:DelayedRetrySeconds is '{DelayedRetrySeconds}'; give whole seconds from 1 to 300 separated by commas, as in 5,15,30,60, or nothing for no delayed retries.";
        else if (WorstCase > Sla)
            yield return $"Recoverability: with DelayedRetrySeconds '{DelayedRetrySeconds}', Jitter {Jitter.ToString(CultureInfo.InvariantCulture)}, ImmediateRetries {ImmediateRetries} and TryTakes {TryTakes} the last try ends {WorstCase.TotalSeconds:0} s after the first, and the e-mail is due after {Sla.TotalSeconds:0} s; give fewer or shorter ones.";
        if (UnsettledDeliveries is < 2 or > 500)
            yield return $"Recoverability:UnsettledDeliveries is {UnsettledDeliveries}; give a number from 2 to 500.";
        if (LargestBody is < 1024 or > 128 * 1024 * 1024)
            yield return $"Recoverability:LargestBody is {LargestBody}; give a number of bytes from 1024 to 134217728.";
        if (EverythingFailsAfter is < 0 or 1 or > 10_000)
            yield return $"Recoverability:EverythingFailsAfter is {EverythingFailsAfter}; give a number from 2 to 10000, or 0 to switch it off.";
        if (ProbeEvery < TimeSpan.FromMilliseconds(1) || ProbeEvery > TimeSpan.FromSeconds(10))
            yield return $"Recoverability:ProbeEvery is {ProbeEvery}; give a time from 00:00:00.001 to 00:00:10.";
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
