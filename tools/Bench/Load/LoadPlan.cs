namespace Notifications.Bench.Load;

/// <summary>What one load client does.</summary>
public sealed record LoadPlan
{
    /// <summary>Where the APIs listen, as host:port; connections are spread over them.</summary>
    public required IReadOnlyList<string> Apis { get; init; }

    /// <summary>Of a service.</summary>
    public required string Token { get; init; }

    /// <summary>Kept alive, one request at a time on each.</summary>
    public required int Connections { get; init; }

    /// <summary>Orders a second, whatever becomes of them; 0: as many as are answered, each connection sends when it has its answer.</summary>
    public double Rate { get; init; }

    /// <summary>For how long.</summary>
    public required double Seconds { get; init; }

    /// <summary>Orders at most, in a closed loop.</summary>
    public long Most { get; init; } = long.MaxValue;

    /// <summary>Stopwatch ticks at which it begins; connections are open by then.</summary>
    public required long Begin { get; init; }

    /// <summary>Of the first order; no two clients of a run have the same numbers.</summary>
    public long FirstNumber { get; init; }

    /// <summary>Each order with an <c>Idempotency-Key</c>.</summary>
    public bool Keyed { get; init; }

    /// <summary>Where the notes are written to at the end.</summary>
    public required string Notes { get; init; }
}

/// <summary>What a load client says at its end, as a line of JSON.</summary>
/// <param name="Planned">In the open model: how many should have been sent. In a closed loop: how many were.</param>
/// <param name="Accepted">Answered with 202.</param>
/// <param name="Refused">Answered with something else.</param>
/// <param name="Failed">Not answered.</param>
/// <param name="ProcessorMicroseconds">From its first order to its last answer.</param>
public sealed record LoadResult(long Planned, long Accepted, long Refused, long Failed, double ProcessorMicroseconds);
