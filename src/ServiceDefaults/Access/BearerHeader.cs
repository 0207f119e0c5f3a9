using Microsoft.AspNetCore.Http;

namespace Notifications.ServiceDefaults.Access;

/// <summary><c>Authorization: Bearer …</c> (RFC 6750). Nothing else carries a token: not a query, which logs keep, and not a cookie, which a browser adds by itself.</summary>
internal static class BearerHeader
{
    private const string Prefix = "Bearer ";

    /// <summary>Null when there is none, or more than one.</summary>
    public static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;

    /// <summary>Three parts with dots between; the token of a machine has no dots.</summary>
    public static bool HasJwt(HttpRequest request) => TokenOf(request)?.Contains('.', StringComparison.Ordinal) ?? false;
}
