using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace Notifications.OrdersEndpoint.Description;

/// <summary><c>GET /scalar</c>: the document as a page. Its script is in the package; the page loads nothing from elsewhere and sends nothing elsewhere.</summary>
internal static class ScalarPage
{
    public static void MapScalarPage(this IEndpointRouteBuilder routes) => routes.MapScalarApiReference("/scalar", (options, http) =>
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        http.Response.Headers.ContentSecurityPolicy = PolicyWith(nonce);
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        options.WithNonce(nonce)
            .WithTitle("Orders")
            .AddDocument(ApiDocument.Name, routePattern: ApiDocument.Path)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton();
    }).AllowAnonymous();

    /// <summary>The script writes styles into the page; that is all it needs besides itself and this server.</summary>
    private static string PolicyWith(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
