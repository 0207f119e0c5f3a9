using System.Security.Claims;

namespace Notifications.ServiceDefaults.Access;

/// <summary>Whom a token whose signature, issuer, audience and times are good speaks for.</summary>
internal static class TokenClaims
{
    private const int LongestId = 100;

    /// <summary>Null when it has neither role, or no usable id: it is good, but not for anything here. An admin who is a customer too is an admin.</summary>
    public static Caller? Read(ClaimsPrincipal token, string rolesClaim, string customerClaim)
    {
        var roles = token.FindAll(rolesClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        var id = token.FindFirst(roles.Contains("admin") ? "sub" : customerClaim)?.Value;
        if (id is not { Length: > 0 and <= LongestId } || id.Any(char.IsControl))
            return null;
        return roles.Contains("admin") ? new Caller(Role.Admin, id)
            : roles.Contains("customer") ? new Caller(Role.Customer, id)
            : null;
    }
}
