using System.Globalization;
using System.Web;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>Which part of a list is asked for. What is no number, or out of bounds, is taken for the nearest that is: ServicePulse asks for nothing else.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PerPage">Items on a page, 1 to 500.</param>
internal sealed record Paging(int Page, int PerPage)
{
    public const int Most = 500;
    private const int Usual = 50;
    private const int LastPage = 1_000_000;

    public long Offset => (long)(Page - 1) * PerPage;

    /// <param name="query">Of the request.</param>
    /// <param name="size">What the number of items is called there.</param>
    public static Paging Read(IQueryCollection query, string size = "per_page") => new(Number(query["page"], 1, LastPage), Number(query[size], Usual, Most));

    /// <summary>Empty when all fits on a usual page.</summary>
    public string LinksOf(HttpRequest request, long total)
    {
        if (total <= Usual)
            return "";
        var last = (int)Math.Min(((total - 1) / PerPage) + 1, LastPage);
        var links = new List<string>();
        if (Page > 1)
            links.AddRange([Link(1, "first"), Link(Page - 1, "prev")]);
        if (Page < last)
            links.AddRange([Link(Page + 1, "next"), Link(last, "last")]);
        return string.Join(", ", links);

        string Link(int page, string relation)
        {
            var query = HttpUtility.ParseQueryString(request.QueryString.Value ?? "");
            query["page"] = page.ToString(CultureInfo.InvariantCulture);
            return $"<{request.Path.Value!.Replace("/api/", "", StringComparison.OrdinalIgnoreCase)}?{query}>; rel=\"{relation}\"";
        }
    }

    private static int Number(string? text, int usual, int most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 1 ? (int)Math.Min(number, most) : usual;
}
