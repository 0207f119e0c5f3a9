using System.Security.Claims;

namespace Notifications.ServiceDefaults.Access;

/// <summary>Whom a token whose signature, issuer, audience and times are good speaks for.</summary>
internal static class TokenClaims
{
    private const int LongestId = 100;

    /// <summary>Null when it has no role of ours, or no usable id: it is good, but not for anything here. Of several roles the one that may do most counts.</summary>
    public static Caller? Read(ClaimsPrincipal token, string rolesClaim, string customerClaim)
    {
        var roles = token.FindAll(rolesClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        if (RoleIn(roles) is not { } role)
            return null;
        var id = token.FindFirst(role == Role.Customer ? customerClaim : "sub")?.Value;
        return id is { Length: > 0 and <= LongestId } && !id.Any(char.IsControl) ? new Caller(role, id) : null;
    }

    private static Role? RoleIn(HashSet<string> roles)
    {
        if (roles.Contains("admin"))
            return Role.Admin;
        if (roles.Contains("operator"))
            return Role.Operator;
        return roles.Contains("customer") ? Role.Customer : null;
    }
}
