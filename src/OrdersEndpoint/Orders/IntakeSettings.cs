namespace Notifications.OrdersEndpoint.Orders;

/// <summary>How orders are written; section <c>Intake</c>.</summary>
public sealed record IntakeSettings
{
    /// <summary>Orders in one transaction at most. Default 256.</summary>
    public int LargestBatch { get; init; } = 256;

    /// <summary>Transactions at a time. Default 2: while one is being flushed the next is written.</summary>
    public int Connections { get; init; } = 2;

    /// <summary>Orders that wait for a transaction at most. Default 2,000; beyond it a client is told to come back.</summary>
    public int Capacity { get; init; } = 2_000;

    /// <summary>
    /// When more commands than that wait for consumers, and the machine that we run on is busy all the time, orders are taken more slowly: on the same processors a flood
    /// of them would starve their e-mails. Default 2,000; 0: never.
    /// </summary>
    public int SlowDownAt { get; init; } = 2_000;

    public IEnumerable<string> Problems()
    {
        if (LargestBatch is < 1 or > 10_000)
            yield return $"Intake:LargestBatch is {LargestBatch}; give a number from 1 to 10000.";
        if (Connections is < 1 or > 50)
            yield return $"Intake:Connections is {Connections}; give a number from 1 to 50.";
        if (Capacity < LargestBatch || Capacity > 1_000_000)
            yield return $"Intake:Capacity is {Capacity}; give a number from Intake:LargestBatch ({LargestBatch}) to 1000000.";
        if (SlowDownAt is < 0 or > 10_000_000)
            yield return $"Intake:SlowDownAt is {SlowDownAt}; give a number from 0 (never) to 10000000.";
    }
}
