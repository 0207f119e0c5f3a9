using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>Whether it is a person with a browser who asks. Programs that say nothing, or that all is welcome, get JSON.</summary>
internal static class Accepts
{
    public static bool PrefersHtml(RequestHeaders headers) => Quality(headers, "text/html", isNamed: true) > Quality(headers, "application/json", isNamed: false);

    private static double Quality(RequestHeaders headers, string type, bool isNamed) =>
        headers.Accept.Where(accepted => isNamed ? accepted.MediaType == type : new MediaTypeHeaderValue(type).IsSubsetOf(new MediaTypeHeaderValue(accepted.MediaType)))
            .Select(accepted => accepted.Quality ?? 1).DefaultIfEmpty(0).Max();
}
