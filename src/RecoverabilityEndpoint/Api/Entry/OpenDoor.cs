using Microsoft.Extensions.Primitives;

namespace Notifications.RecoverabilityEndpoint.Api.Entry;

/// <summary>
/// Where nobody needs a token, a page of a stranger that is open in a browser on the same machine must not be able to use that. A browser says which page a request comes from,
/// and by which name it calls us. What is no browser says neither, and is let in: it is on the machine.
/// </summary>
internal static class OpenDoor
{
    /// <summary>Why a request is refused, in a sentence; null when it is let in.</summary>
    public static string? Refuse(HttpRequest request, ServicePulseSettings settings)
    {
        if (!IsOurName(request.Host.Host, settings))
            return $"This host is open to everybody and answers by names of loopback and those of ServicePulse:Hosts; '{Shorten(request.Host.Host)}' is none of them.";
        return PageOf(request) is { } page && !IsOurPage(page, request, settings)
            ? $"This host is open to everybody and answers pages of its own and of ServicePulse:Origins; '{Shorten(page)}' is none of them."
            : null;
    }

    private static bool IsOurName(string name, ServicePulseSettings settings) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(name.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address))
        || settings.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The origin of the page, or what else tells that it is another's; null when nothing speaks of a page.</summary>
    private static string? PageOf(HttpRequest request)
    {
        if (!StringValues.IsNullOrEmpty(request.Headers.Origin))
            return request.Headers.Origin.ToString();
        if (request.Headers.Referer.ToString() is { Length: > 0 } referer)
            return Uri.TryCreate(referer, UriKind.Absolute, out var page) ? page.GetLeftPart(UriPartial.Authority) : referer;
        return request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site and not ("same-origin" or "none") ? site : null;
    }

    private static bool IsOurPage(string page, HttpRequest request, ServicePulseSettings settings) =>
        settings.Origins.Contains(page, StringComparer.OrdinalIgnoreCase) || page.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}…";
}
