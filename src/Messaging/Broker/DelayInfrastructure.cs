using System.Numerics;
using System.Text;
using RabbitMQ.Client;

namespace Notifications.Messaging.Broker;

/// <summary>
/// Delayed delivery with nothing but exchanges, queues and time-to-live; names and arguments are NServiceBus's "v2", so both can share it.
/// A delay in seconds is a binary number of 28 digits. Level N holds a message for 2^N seconds if digit N is 1 and passes it on if it is 0;
/// the routing key carries the digits, most significant first, and then the address that it is delivered to.
/// </summary>
public static class DelayInfrastructure
{
    public const string DeliveryExchange = "nsb.v2.delay-delivery";
    private const int HighestLevel = 27;

    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds((1 << (HighestLevel + 1)) - 1);

    public static IReadOnlyList<Declaration> Declarations { get; } =
    [
        new Declaration.Exchange(DeliveryExchange, ExchangeType.Topic),
        .. Enumerable.Range(0, HighestLevel + 1).SelectMany(Level),
    ];

    /// <summary>Whole seconds, rounded up, at least one: the broker must not deliver early.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Longer than <see cref="Longest"/>.</exception>
    public static int Seconds(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, Longest);
        return Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds));
    }

    /// <summary>Where a message enters: the level of the highest digit that is 1.</summary>
    public static string Entry(int seconds) => Name(BitOperations.Log2((uint)seconds));

    public static string RoutingKey(int seconds, string address)
    {
        var key = new StringBuilder();
        for (var level = HighestLevel; level >= 0; level--)
            key.Append((seconds >> level) & 1).Append('.');
        return key.Append(address).ToString();
    }

    private static IEnumerable<Declaration> Level(int level)
    {
        var (name, next) = (Name(level), level == 0 ? DeliveryExchange : Name(level - 1));
        var higherDigits = string.Concat(Enumerable.Repeat("*.", HighestLevel - level));
        return
        [
            new Declaration.Exchange(name, ExchangeType.Topic),
            new Declaration.Queue(name, new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum",
                ["x-dead-letter-strategy"] = "at-least-once",
                ["x-overflow"] = "reject-publish",
                ["x-message-ttl"] = (1L << level) * 1_000,
                ["x-dead-letter-exchange"] = next,
            }),
            new Declaration.QueueBinding(name, name, $"{higherDigits}1.#"),
            new Declaration.ExchangeBinding(name, next, $"{higherDigits}0.#"),
        ];
    }

    private static string Name(int level) => $"nsb.v2.delay-level-{level:00}";
}
