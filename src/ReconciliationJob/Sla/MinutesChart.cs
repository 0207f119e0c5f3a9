using System.Globalization;
using System.Text;
using Notifications.Messages;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>Decided minutes as a picture: a bar for the orders, its missed part red, and a line for the p99. Its words are beside it, so that they can be read on a phone.</summary>
internal static class MinutesChart
{
    private const int Height = 180;
    private const int BarWidth = 10;

    /// <summary>A screen shows no more bars than this.</summary>
    private const int MostBars = 300;

    /// <param name="minutes">The oldest first.</param>
    public static string Of(IReadOnlyList<SlaMinute> minutes)
    {
        if (minutes.Count == 0)
            return "<p class=\"quiet\">No minute is decided yet: that is done six minutes after it has ended.</p>";
        var width = WidthFor(minutes[^1].Minute - minutes[0].Minute);
        var bars = MinutesBar.Of(minutes, width);
        var (mostOrders, longest) = (Math.Max(1, bars.Max(bar => bar.Orders)), Math.Max(DeliveryRules.DueWithin.TotalSeconds, bars.Max(bar => bar.P99Seconds) ?? 0));
        return $"""
            <svg viewBox="0 0 {bars.Count * BarWidth} {Height}" preserveAspectRatio="none" role="img" aria-label="Orders, missed ones and p99 over time">
            {Bars(bars, mostOrders)}
            <path d="M0 {Y(DeliveryRules.DueWithin.TotalSeconds, longest)} H{bars.Count * BarWidth}" fill="none" stroke="#d93025" stroke-dasharray="4 4" vector-effect="non-scaling-stroke"/>
            <path d="{Line(bars, longest)}" fill="none" stroke="#e8871e" stroke-width="2" vector-effect="non-scaling-stroke"/>
            </svg>
            <div class="times">{string.Concat(Marks(bars, width).Select(at => $"<span>{Html.Time(at)}</span>"))}</div>
            <p class="quiet">Bars: orders in {Spoken(width)}, the highest {Html.Number(mostOrders)}; red: missed. Orange line: p99 of the worst minute. Dashed: five minutes. Times are UTC.</p>
            """;
    }

    /// <summary>So wide that all of them fit: a minute, five, or a multiple of these.</summary>
    internal static TimeSpan WidthFor(TimeSpan span) =>
        span.TotalMinutes < MostBars ? TimeSpan.FromMinutes(1) : TimeSpan.FromMinutes(5 * Math.Ceiling((span.TotalMinutes + 1) / (5 * MostBars)));

    private static string Bars(IReadOnlyList<MinutesBar> bars, long mostOrders)
    {
        var shapes = new StringBuilder();
        for (var place = 0; place < bars.Count; place++)
        {
            shapes.Append(Bar(place, bars[place].Orders, mostOrders, "#4c8bd9", leastHeight: 0));
            // One in ten thousand is to be seen.
            shapes.Append(Bar(place, bars[place].Missed, mostOrders, "#d93025", leastHeight: 3));
        }

        return shapes.ToString();
    }

    private static string Bar(int place, long count, long most, string colour, double leastHeight)
    {
        if (count == 0)
            return "";
        var height = Math.Max(leastHeight, (double)count / most * Height);
        return FormattableString.Invariant($"<rect x=\"{(place * BarWidth) + 1}\" y=\"{Height - height:0.#}\" width=\"{BarWidth - 1}\" height=\"{height:0.#}\" fill=\"{colour}\"/>");
    }

    /// <summary>Broken where no e-mail went out.</summary>
    private static string Line(IReadOnlyList<MinutesBar> bars, double longest)
    {
        var path = new StringBuilder("M0 0");
        for (var place = 0; place < bars.Count; place++)
        {
            if (bars[place].P99Seconds is not { } seconds)
                continue;
            var isOn = place > 0 && bars[place - 1].P99Seconds is not null;
            path.Append(CultureInfo.InvariantCulture, $"{(isOn ? 'L' : 'M')}{(place * BarWidth) + (isOn ? BarWidth / 2 : 0)} {Y(seconds, longest)}");
            if (!isOn)
                path.Append(CultureInfo.InvariantCulture, $"H{(place * BarWidth) + (BarWidth / 2)}");
        }

        return path.ToString();
    }

    private static string Y(double seconds, double longest) => (Height - (Math.Min(seconds, longest) / longest * (Height - 4))).ToString("0.#", CultureInfo.InvariantCulture);

    private static IEnumerable<DateTimeOffset> Marks(IReadOnlyList<MinutesBar> bars, TimeSpan width) =>
        [bars[0].At, bars[bars.Count / 2].At, bars[^1].At + width];

    private static string Spoken(TimeSpan width) => width.TotalMinutes > 1 ? $"{width.TotalMinutes} minutes" : "a minute";
}
