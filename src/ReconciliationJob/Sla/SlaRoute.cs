using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.AspNetCore.Http.HttpResults;
using Notifications.ServiceDefaults;

namespace Notifications.ReconciliationJob.Sla;

/// <summary><c>GET /sla</c>, as JSON or as a page, and <c>GET /sla/2026-11-25</c> with the report of a day.</summary>
internal static class SlaRoute
{
    private const int UsualMinutes = 60;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapSla(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sla", ShowAsync);
        routes.MapGet("/sla/{report}", ReportAsync);
    }

    private static async Task<IResult> ShowAsync(string? minutes, SharedView views, HttpContext http)
    {
        if (!TryCount(minutes, out var count))
            return SlaProblems.BadMinutes(minutes!);
        http.Response.Headers.Vary = "Accept";
        return await UnlessAwayAsync(async () =>
        {
            var view = await views.ReadAsync(http.RequestAborted);
            var shown = view with { Minutes = [.. view.Minutes.Take(count)] };
            return Accepts.PrefersHtml(new RequestHeaders(http.Request.Headers)) ? Page(http, SlaPage.Of(shown)) : TypedResults.Json(shown, Json);
        }, http);
    }

    private static async Task<IResult> ReportAsync(string report, DailyReport reports, HttpContext http)
    {
        if (ReportName.Parse(report) is not { } name)
            return SlaProblems.BadDay(report);
        return await UnlessAwayAsync(async () => await reports.ReadAsync(name.Day, http.RequestAborted) switch
        {
            null => SlaProblems.NoReport(name.Day),
            var figures when name.IsCsv => TypedResults.Text(DailyCsv.Of(figures.Minutes), "text/csv", Encoding.UTF8),
            var figures => Page(http, DailyPage.Of(figures)),
        }, http);
    }

    private static bool TryCount(string? minutes, out int count)
    {
        count = UsualMinutes;
        return minutes is null || (int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= SlaSnapshot.MostMinutes);
    }

    private static async Task<IResult> UnlessAwayAsync(Func<Task<IResult>> answer, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            return await answer();
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            return SlaProblems.Unavailable();
        }
    }

    private static ContentHttpResult Page(HttpContext http, string html)
    {
        http.Response.Headers.ContentSecurityPolicy = Html.ContentSecurityPolicy;
        return TypedResults.Text(html, "text/html", Encoding.UTF8);
    }
}
