using Notifications.Proof.Faults;
using Notifications.Proof.Journals;

namespace Notifications.Proof.Scenarios;

/// <summary>A story to be played: who is on the stage, what the customers do, what goes wrong and when, and what has to come of it.</summary>
/// <param name="Name">By which it is asked for.</param>
/// <param name="About">One sentence for the list.</param>
public sealed record Scenario(string Name, string About)
{
    public Cast Cast { get; init; } = new();

    public Customers Customers { get; init; } = new();

    /// <summary>What goes wrong, each once or again and again.</summary>
    public IReadOnlyList<Strike> Strikes { get; init; } = [];

    /// <summary>Besides <see cref="Strikes"/>: one after the other of these in an order that is drawn, as long as orders are placed.</summary>
    public IReadOnlyList<Fault> Shuffled { get; init; } = [];

    /// <summary>From one of the shuffled to the next.</summary>
    public TimeSpan ShuffledEvery { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Another one does the same and more: it is played by its name, and not with all.</summary>
    public bool IsPartOfAnother { get; init; }

    /// <summary>In the end an operator sends back all that lies in the error queue, and everything is checked once more.</summary>
    public bool SentBack { get; init; }

    public Expectation Expected { get; init; } = new();
}

/// <summary>How many processes of each kind run, and by which times.</summary>
public sealed record Cast
{
    public int Apis { get; init; } = 2;

    public int Consumers { get; init; } = 2;

    /// <summary>Of reconciliation. None: what another part must do by itself is not mended by it.</summary>
    public int Nodes { get; init; } = 2;

    /// <summary>The times that a host has by itself. Off: shorter ones, so that what takes minutes takes seconds.</summary>
    public bool UsualTimes { get; init; }
}

/// <summary>What customers do.</summary>
public sealed record Customers
{
    /// <summary>Orders a second, whether or not the earlier ones are answered.</summary>
    public int PerSecond { get; init; } = 100;

    public TimeSpan For { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>One order in so many is sent once and never again, whatever the answer.</summary>
    public int OneGivesUpIn { get; init; } = 10;

    /// <summary>One order in so many is sent again though it was accepted; 0: none.</summary>
    public int OneRepeatsIn { get; init; } = 20;

    /// <summary>The address of one in so many does not exist; 0: all exist.</summary>
    public int OneHopelessIn { get; init; }
}

/// <param name="What">Is done.</param>
/// <param name="At">Seconds after the first order, when it is done for the first time, and a second at most later.</param>
/// <param name="Times">How often.</param>
/// <param name="Every">Seconds from one to the next.</param>
public sealed record Strike(Fault What, double At, int Times = 1, double Every = 0);
