using Notifications.Bench.Stage;

namespace Notifications.Bench;

/// <summary>What was asked for, whichever stages are played.</summary>
internal sealed record BenchSettings
{
    /// <summary>What runs.</summary>
    public ShopPlan Shop { get; init; } = new();

    /// <summary>Each stage so many times; the report has medians. Default 3 for the whole programme, 1 for a single stage.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>A measured part lasts so long. Default 10.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>Before it, at a low rate and not counted. Default 20: that long it takes until the code is compiled for good.</summary>
    public double WarmupSeconds { get; init; } = 20;

    /// <summary>Orders a second while warming up. Default 1,000.</summary>
    public double WarmupRate { get; init; } = 1_000;

    /// <summary>Orders a second of <c>steady</c>, one after the other. Default 200, 1,000, 2,000 and 4,000.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [200, 1_000, 2_000, 4_000];

    /// <summary>Stored before the consumers of <c>drain</c> start, and placed by the floor. Default 30,000.</summary>
    public long Backlog { get; init; } = 30_000;

    /// <summary>Filled into the tables by <c>flat</c>. Default 5,000,000.</summary>
    public long Filled { get; init; } = 5_000_000;

    /// <summary>Of a load client in a closed loop. Default 256. In the open model there are 512, so that hardly an order waits for one.</summary>
    public int Connections { get; init; } = 256;

    /// <summary>For notes, logs and results.</summary>
    public required string Out { get; init; }
}
