using System.Globalization;

namespace Notifications.Proof.Check;

/// <summary>What none of so many proves: with 95 % confidence fewer than three times one in so many.</summary>
internal static class Rate
{
    private const double RuleOfThree = 3;

    private static readonly (double Of, string Name)[] Scales = [(1e2, "a hundred"), (1e3, "a thousand"), (1e6, "a million"), (1e9, "a billion")];

    /// <returns>Of the smallest round number of which it is three or more; empty when there are too few to say anything.</returns>
    public static string Bound(long trials)
    {
        if (trials <= RuleOfThree)
            return "";

        var (of, name) = Scales.FirstOrDefault(scale => RuleOfThree * scale.Of / trials >= RuleOfThree, Scales[^1]);
        // Upwards: rounded down it would say more than is known.
        var bound = Math.Ceiling(RuleOfThree * of / trials);
        return string.Create(CultureInfo.InvariantCulture, $" (with 95 % confidence < {bound:0} in {name})");
    }
}
