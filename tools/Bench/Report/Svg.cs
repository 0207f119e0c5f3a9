using System.Globalization;
using System.Net;
using System.Text;

namespace Notifications.Bench.Report;

/// <summary>A chart of bars that lie, each of one piece or of several, as SVG; nothing is fetched to show it.</summary>
internal static class Svg
{
    private const int Left = 190;
    private const int Wide = 520;
    private const int Row = 26;
    private const int Top = 56;

    private static readonly string[] Colours = ["#3b6ea5", "#c8693a", "#5a9367", "#b5a642", "#7d5a94", "#8c8c8c", "#4aa3a2"];

    /// <param name="title">With the unit.</param>
    /// <param name="pieces">What the pieces of each bar are; one alone has no legend.</param>
    /// <param name="bars">From the top down; each has a value for every piece.</param>
    public static string Bars(string title, IReadOnlyList<string> pieces, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> bars)
    {
        var most = bars.Select(bar => bar.Values.Sum()).DefaultIfEmpty(0).Max();
        var scale = most > 0 ? Wide / most : 0;
        var svg = new StringBuilder();
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" width="{Left + Wide + 90}" height="{Top + bars.Count * Row + 16}" font-family="sans-serif" font-size="12">""");
        Add($"""<rect width="100%" height="100%" fill="#ffffff"/><text x="12" y="22" font-size="15">{WebUtility.HtmlEncode(title)}</text>""");
        for (var piece = 0; pieces.Count > 1 && piece < pieces.Count; piece++)
            Add($"""<rect x="{12 + piece * 100}" y="32" width="12" height="12" fill="{Colours[piece % Colours.Length]}"/><text x="{28 + piece * 100}" y="42">{WebUtility.HtmlEncode(pieces[piece])}</text>""");
        for (var bar = 0; bar < bars.Count; bar++)
            AddBar(bars[bar].Name, bars[bar].Values, Top + bar * Row);
        Add($"</svg>");
        return svg.ToString();

        void AddBar(string name, IReadOnlyList<double> values, int y)
        {
            Add($"""<text x="{Left - 8}" y="{y + 14}" text-anchor="end">{WebUtility.HtmlEncode(name)}</text>""");
            var x = (double)Left;
            for (var piece = 0; piece < values.Count; piece++)
            {
                Add($"""<rect x="{x:0.0}" y="{y}" width="{values[piece] * scale:0.0}" height="{Row - 8}" fill="{Colours[piece % Colours.Length]}"/>""");
                x += values[piece] * scale;
            }

            Add($"""<text x="{x + 6:0.0}" y="{y + 14}">{values.Sum():#,0.#}</text>""");
        }

        void Add(FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
