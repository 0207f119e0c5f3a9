using System.Text.Json;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.ServiceDefaults.Access;

namespace Notifications.RecoverabilityEndpoint.Api.Entry;

/// <summary>How ServicePulse logs people in. It asks before it has a token, and shows the answer to nobody.</summary>
internal static class AuthenticationRoute
{
    public static IResult Show(HttpContext http, ServicePulseSettings settings, AccessSettings access) => Answer.Json(http, settings.ClientId == ""
        ? new Login(false)
        : new Login(true)
        {
            Authority = access.Authority,
            ClientId = settings.ClientId,
            ApiScopes = JsonSerializer.Serialize(settings.ApiScopes),
            Audience = access.Audience,
        });

    /// <param name="Enabled">Whether it logs in anybody.</param>
    private sealed record Login(bool Enabled)
    {
        /// <summary>It need not ask which routes a caller may use: an operator may use all of them.</summary>
        public bool RoleBasedAuthorizationEnabled { get; }

        public string? Authority { get; init; }

        public string? ClientId { get; init; }

        /// <summary>A text that holds a JSON array.</summary>
        public string? ApiScopes { get; init; }

        public string? Audience { get; init; }
    }
}
