namespace Notifications.Bench.Measures;

/// <summary>What one measurement came to.</summary>
public sealed record Figures
{
    /// <summary>What was done, for example <c>steady 4000/s</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The load lasted so long.</summary>
    public required double Seconds { get; init; }

    /// <summary>Orders a second that were due; 0 in a closed loop.</summary>
    public double Rate { get; init; }

    public long Accepted { get; init; }

    public long Refused { get; init; }

    /// <summary>Without an answer.</summary>
    public long Failed { get; init; }

    /// <summary>Due, and not even sent a second after the end.</summary>
    public long Unsent { get; init; }

    /// <summary>Accepted while the load lasted.</summary>
    public double AcceptedPerSecond { get; init; }

    /// <summary>E-mails that the relay took while the load lasted.</summary>
    public double MailedPerSecond { get; init; }

    /// <summary>From the first order to the last e-mail: orders by that time.</summary>
    public double WholePerSecond { get; init; }

    /// <summary>From when the order was due to its answer.</summary>
    public Latency Answer { get; init; }

    /// <summary>From the answer to the relay's 250.</summary>
    public Latency Mail { get; init; }

    /// <summary>Due or accepted, and without an e-mail, when the load ended.</summary>
    public long Backlog { get; init; }

    /// <summary>Null where nothing was to be sustained.</summary>
    public bool? Sustained { get; init; }

    public int Lost { get; init; }

    public int Doubled { get; init; }

    public int Strange { get; init; }

    public int Repeated { get; init; }

    /// <summary>Each second, where it was followed.</summary>
    public IReadOnlyList<MemoryAt> Memory { get; init; } = [];

    /// <summary>By role, from the first order to the last e-mail.</summary>
    public IReadOnlyDictionary<string, Usage> Processes { get; init; } = new Dictionary<string, Usage>();

    public long WalBytes { get; init; }

    /// <summary>Transactions that PostgreSQL committed.</summary>
    public long Commits { get; init; }

    /// <summary>Cores that were busy with what is none of this.</summary>
    public double Others { get; init; }

    /// <summary>What <see cref="Processes"/> is divided by.</summary>
    public long Orders { get; init; }

    /// <summary>These figures, with what was used between two moments.</summary>
    /// <param name="load">Of the client, which has ended before it could be asked; its role and what it says of itself.</param>
    internal Figures Between(Snapshot before, Snapshot after, (string Role, double Microseconds)? load = null)
    {
        var used = after.Since(before);
        if (load is { } client)
            used[client.Role] = new Usage(client.Microseconds, 0, 0);
        return this with
        {
            Processes = used,
            WalBytes = after.Wal - before.Wal,
            Commits = after.Commits - before.Commits,
            Others = after.OthersSince(before, used.Values.Sum(usage => usage.ProcessorMicroseconds)),
        };
    }

    public double ProcessorOf(string role) => Processes.TryGetValue(role, out var usage) ? usage.ProcessorMicroseconds / Math.Max(Orders, 1) : 0;

    public double Processor => Processes.Keys.Sum(ProcessorOf);

    public bool IsRight => Lost == 0 && Doubled == 0 && Strange == 0 && Repeated == 0;
}
