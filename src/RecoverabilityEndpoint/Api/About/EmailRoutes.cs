using Notifications.RecoverabilityEndpoint.Api.Http;

namespace Notifications.RecoverabilityEndpoint.Api.About;

/// <summary>ServicePulse can set up e-mails about failures; people are told in another way here, and that is not set up by a browser.</summary>
internal static class EmailRoutes
{
    private static readonly EmailSettings Off = new(false, false);

    public static IResult Show(HttpContext http) => Answer.Json(http, Off);

    public static IResult Refuse(HttpContext http)
    {
        const string Reason = "This host sends no e-mails; a webhook in its settings tells people.";
        http.Response.Headers[Problems.ReasonHeader] = Reason;
        return Problems.Invalid(Reason);
    }

    private sealed record EmailSettings(bool Enabled, bool EnableTls);
}
