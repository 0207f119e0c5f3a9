namespace Notifications.Messaging.Broker;

/// <summary>How long to wait before the next try to connect: short at first, never long, not all processes at once.</summary>
public static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>0.2 s, doubled with each failure, at most 5 s: after an outage of minutes mail flows again within seconds.</summary>
    public static TimeSpan Delay(int failures) =>
        failures >= 5 ? Longest : TimeSpan.FromMilliseconds(200 * Math.Pow(2, failures));

    /// <summary><see cref="Delay"/>, spread over half of itself.</summary>
    public static TimeSpan WithJitter(int failures) => Delay(failures) * (0.75 + (Random.Shared.NextDouble() / 2));
}
