using Notifications.Bench.Measures;

namespace Notifications.Bench.Report;

/// <summary>A figure over the rounds: the middle one, and how far they lie apart.</summary>
public readonly record struct Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? default : new Spread(sorted[(sorted.Length - 1) / 2], sorted[0], sorted[^1]);
    }
}

/// <summary>One measurement in all its rounds.</summary>
internal sealed record Summary(string Name, IReadOnlyList<Figures> Rounds)
{
    /// <summary>In the order in which they were measured first.</summary>
    public static IReadOnlyList<Summary> Of(IEnumerable<Figures> all) => [.. all.GroupBy(figures => figures.Name).Select(rounds => new Summary(rounds.Key, [.. rounds]))];

    public Spread Of(Func<Figures, double> figure) => Spread.Of(Rounds.Select(figure));

    public double Median(Func<Figures, double> figure) => Of(figure).Median;

    public IReadOnlyList<string> Roles => [.. Lines.Roles.Where(role => Rounds.Any(round => round.ProcessorOf(role) >= 0.05))];
}
