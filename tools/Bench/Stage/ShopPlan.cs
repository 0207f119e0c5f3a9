namespace Notifications.Bench.Stage;

/// <summary>What runs in a measurement.</summary>
public sealed record ShopPlan
{
    /// <summary>The naive form in the place of our hosts.</summary>
    public bool Naive { get; init; }

    public int Apis { get; init; } = 1;

    public int Consumers { get; init; } = 1;

    /// <summary>Whether clients give each order an <c>Idempotency-Key</c>.</summary>
    public bool Keyed { get; init; }

    /// <summary>How mails are handed to the relay, <c>Smtp:Relays:0:Transaction</c>; null: as the consumer does it by itself.</summary>
    public string? Transaction { get; init; }

    /// <summary>Further settings of all our processes, with the names of environment variables.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();
}
