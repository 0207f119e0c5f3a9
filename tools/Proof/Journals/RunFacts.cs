namespace Notifications.Proof.Journals;

/// <summary>What was run, and what has to come of it.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Seed">From which its faults were drawn.</param>
/// <param name="Build"><c>release</c>, <c>crash points</c>, or the name of the mutant.</param>
/// <param name="StartedAt">Before the first order.</param>
/// <param name="Replay">The command that does it again.</param>
/// <param name="Sessions">Mails that all consumers together can have between final dot and record at one moment.</param>
/// <param name="LongestSend">From the moment at which an attempt begins to the answer to its final dot, at most.</param>
/// <param name="Expected">What has to come of it.</param>
public sealed record RunFacts(string Scenario, int Seed, string Build, DateTimeOffset StartedAt, string Replay, int Sessions, TimeSpan LongestSend, Expectation Expected);

/// <summary>What has to come of a scenario, besides what must be true of every one. The smallest numbers are there so that a fault which missed is not taken for one that was survived.</summary>
public sealed record Expectation
{
    /// <summary>A fault may make an e-mail come twice. Off: none may.</summary>
    public bool DuplicatesPossible { get; init; }

    /// <summary>E-mails that came twice, at least.</summary>
    public int LeastDuplicates { get; init; }

    /// <summary>Requests whose outcome stayed unknown to the client, at least.</summary>
    public int LeastUnknown { get; init; }

    /// <summary>Requests that were answered from an earlier one, at least.</summary>
    public int LeastReplayed { get; init; }

    /// <summary>Attempts that died and were taken over, at least.</summary>
    public int LeastTakenOver { get; init; }

    /// <summary>Recipients that the relay refused for good, at least; their commands have to lie in the error queue.</summary>
    public int LeastRejected { get; init; }

    /// <summary>From an order's acceptance to its e-mail's, for 99.9 % of those that no outage kept.</summary>
    public TimeSpan Usually { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for each: the promise.</summary>
    public TimeSpan Always { get; init; } = TimeSpan.FromMinutes(5);
}
