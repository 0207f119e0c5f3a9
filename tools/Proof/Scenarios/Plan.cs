using Notifications.Proof.Faults;

namespace Notifications.Proof.Scenarios;

/// <summary>A fault with its time, and a number by which it chooses: which of several processes, which way to misbehave.</summary>
/// <param name="At">After the first order.</param>
public sealed record Planned(TimeSpan At, Fault What, int Draw);

/// <summary>All that a seed decides, before anything runs: the same scenario and seed are the same plan.</summary>
public static class Plan
{
    public static IReadOnlyList<Planned> Of(Scenario scenario, int seed)
    {
        var random = new Random(seed);
        return [.. Shuffled(scenario, random).Concat(Struck(scenario, random)).OrderBy(fault => fault.At)];
    }

    private static IEnumerable<Planned> Struck(Scenario scenario, Random random)
    {
        foreach (var strike in scenario.Strikes)
        {
            for (var time = 0; time < strike.Times; time++)
                yield return new Planned(TimeSpan.FromSeconds(strike.At + time * strike.Every + random.NextDouble()), strike.What, random.Next());
        }
    }

    /// <summary>Each once before one comes again.</summary>
    private static IEnumerable<Planned> Shuffled(Scenario scenario, Random random)
    {
        var faults = scenario.Shuffled.ToArray();
        for (var number = 0; faults.Length > 0; number++)
        {
            if (number % faults.Length == 0)
                random.Shuffle(faults);
            var at = scenario.ShuffledEvery * (number + 0.5 + random.NextDouble() / 2);
            if (at >= scenario.Customers.For)
                yield break;
            yield return new Planned(at, faults[number % faults.Length], random.Next());
        }
    }
}
