namespace Notifications.OrdersEndpoint.Pressure;

/// <summary>
/// How many orders a second may be taken. As many as come, unless e-mails fall behind because of it: a flood of orders on the processors that also send the mail
/// would starve it. Then a little less at each look, until no more wait than may, and then a little more. No I/O, no clock.
/// </summary>
internal static class IntakeRate
{
    public const double Unlimited = double.PositiveInfinity;

    /// <summary>The peak that this was built for is never slowed down.</summary>
    public const double Least = 200;

    private const double Slower = 0.9;
    private const double Faster = 1.1;

    /// <summary>Of all processors, over the time since the look before: the rest is what no scheduler can give away.</summary>
    private const double AllBusy = 0.9;

    /// <summary>Of the orders that are accepted; what is less may be a mistake of counting.</summary>
    private const double SomeGoOut = 0.1;

    /// <summary>A limit so far above what comes limits nothing.</summary>
    private const double FarAbove = 2;

    /// <param name="Waiting">Commands that are on their way to a consumer.</param>
    /// <param name="Growth">Of those, a second; negative when they become fewer.</param>
    /// <param name="Accepted">Orders that this process has taken, a second.</param>
    /// <param name="Busy">Share of the machine's processors that were busy, 0 to 1.</param>
    internal readonly record struct Look(long Waiting, double Growth, double Accepted, double Busy)
    {
        /// <summary>Where no e-mail goes out at all, because relays are down or no consumer runs, slower orders would help nobody.</summary>
        public bool Drains => Accepted - Growth > Accepted * SomeGoOut;
    }

    /// <param name="rate">Until now.</param>
    /// <param name="look">What is seen.</param>
    /// <param name="mostWaiting">More are too many.</param>
    public static double After(double rate, Look look, long mostWaiting)
    {
        if (look.Waiting > mostWaiting && look.Busy >= AllBusy && look.Drains)
            return Math.Max(Least, Math.Min(rate, look.Accepted) * (look.Growth > 0 ? Slower : 1));
        var faster = rate * Faster;
        return faster > look.Accepted * FarAbove ? Unlimited : faster;
    }
}
