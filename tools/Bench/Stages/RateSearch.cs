namespace Notifications.Bench.Stages;

/// <summary>Looks for the highest rate that is sustained: begins near what saturation came to, goes up or down by steps, and then halves between the two that bound it.</summary>
internal sealed record RateSearch
{
    private const int MostTrials = 8;
    private const double Grain = 50;

    private readonly double? _good;
    private readonly double? _bad;
    private readonly int _trials;

    /// <param name="guess">E-mails a second under saturation.</param>
    public RateSearch(double guess) => Next = Rounded(guess * 0.9);

    /// <summary>Orders a second; null when it is over.</summary>
    public double? Next { get; private init; }

    private RateSearch(double? good, double? bad, int trials) => (_good, _bad, _trials) = (good, bad, trials);

    public RateSearch After(bool sustained)
    {
        var search = sustained ? new RateSearch(Next, _bad, _trials + 1) : new RateSearch(_good, Next, _trials + 1);
        return search with { Next = search.Decide() };
    }

    private double? Decide() => (_good, _bad) switch
    {
        _ when _trials >= MostTrials => null,
        ({ } good, { } bad) when bad - good > good * 0.06 => Between(good, bad),
        ({ }, { }) => null,
        ({ } good, null) => Math.Max(Rounded(good * (_trials < 3 ? 1.1 : 1.3)), good + Grain),
        (null, { } bad) when bad > Grain => Math.Min(Rounded(bad * 0.85), bad - Grain),
        _ => null,
    };

    private static double? Between(double good, double bad) => Rounded((good + bad) / 2) is var middle && middle > good && middle < bad ? middle : null;

    private static double Rounded(double rate) => Math.Max(Math.Round(rate / Grain) * Grain, Grain);
}
