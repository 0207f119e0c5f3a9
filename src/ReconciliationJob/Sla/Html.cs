using System.Globalization;
using System.Text.Encodings.Web;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>The frame of our pages and how they write things. No scripts, nothing from outside; well-formed, so that a test can read them as XML.</summary>
internal static class Html
{
    /// <summary>For answers and for files alike: a page that got something in by a hole would still not load or run it.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";

    private const string Styles =
        """
        :root { color-scheme: light dark }
        body { margin: 0 auto; padding: 16px; max-width: 960px; font: 16px/1.45 system-ui, sans-serif }
        h1 { font-size: 1.4em; margin: 0 }
        h2 { font-size: 1.1em; margin: 32px 0 8px }
        .quiet { opacity: .7; font-size: .9em }
        .good, .bad { padding: 8px 12px; border-left: 6px solid #2e9e5b; margin: 12px 0 }
        .bad { border-color: #d93025 }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 8px; margin: 0 }
        .figures div { border: 1px solid #8886; border-radius: 6px; padding: 8px 12px }
        .figures dt { font-size: .85em; opacity: .7 }
        .figures dd { margin: 0; font-size: 1.4em; font-variant-numeric: tabular-nums }
        .wide { overflow-x: auto }
        table { border-collapse: collapse; font-size: .9em; font-variant-numeric: tabular-nums; white-space: nowrap }
        th, td { padding: 3px 10px 3px 0; text-align: right; border-bottom: 1px solid #8884 }
        th:first-child, td:first-child, .text { text-align: left }
        .text { white-space: normal; min-width: 12em; overflow-wrap: anywhere }
        .red { color: #d93025; font-weight: 600 }
        svg { display: block; width: 100%; height: 180px; border-bottom: 1px solid currentColor }
        .times { display: flex; justify-content: space-between; font-size: .85em }
        """;

    /// <param name="title">Text; what it is about.</param>
    /// <param name="body">HTML.</param>
    /// <param name="refreshSeconds">After which the browser asks again; 0 for a page that stays as it is.</param>
    public static string Page(string title, string body, int refreshSeconds = 0) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="{Encode(ContentSecurityPolicy)}"/>
        {(refreshSeconds > 0 ? $"<meta http-equiv=\"refresh\" content=\"{refreshSeconds}\"/>" : "")}
        <title>{Encode(title)}</title>
        <style>
        {Styles}
        </style>
        </head>
        <body>
        <h1>{Encode(title)}</h1>
        {body}
        </body>
        </html>

        """;

    /// <summary>A table that scrolls by itself where the screen is narrow. Cells are HTML.</summary>
    public static string Table(IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows) =>
        $"""
        <div class="wide"><table>
        <thead><tr>{string.Concat(heads.Select(head => $"<th>{Encode(head)}</th>"))}</tr></thead>
        <tbody>
        {string.Join('\n', rows.Select(cells => $"<tr>{string.Concat(cells)}</tr>"))}
        </tbody>
        </table></div>
        """;

    public static string Cell(string text) => $"<td>{Encode(text)}</td>";

    public static string TextCell(string? text) => $"<td class=\"text\">{Encode(text ?? "")}</td>";

    /// <summary>A number that should be none.</summary>
    public static string BadCell(long count) => count > 0 ? $"<td class=\"red\">{Number(count)}</td>" : Cell(Number(count));

    public static string Figures(params IEnumerable<(string Name, string Value)> figures) =>
        $"<dl class=\"figures\">{string.Concat(figures.Select(figure => $"<div><dt>{Encode(figure.Name)}</dt><dd>{Encode(figure.Value)}</dd></div>"))}</dl>";

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>Seconds, as exact as they are of use.</summary>
    public static string Seconds(double? value) => value is { } seconds ? $"{seconds.ToString(seconds < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture)} s" : "–";

    /// <summary>99.94 %; never 100 when something is missing to it.</summary>
    public static string Share(double? value) => value is { } share ? $"{(Math.Floor(Math.Round(share * 1_000_000) / 10) / 1_000).ToString("0.###", CultureInfo.InvariantCulture)} %" : "–";

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string DayAndTime(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
