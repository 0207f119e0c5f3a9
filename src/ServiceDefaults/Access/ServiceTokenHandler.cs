using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Notifications.ServiceDefaults.Access;

/// <summary>Checks the tokens of machines. Every token is compared with every known one by its hash, so that the time it takes tells nothing.</summary>
internal sealed class ServiceTokenHandler(
    AccessSettings settings, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Name = "service";

    private readonly IReadOnlyList<(string Name, byte[] Hash)> _known = [.. settings.ServiceTokens.Select(token => (token.Name, Hash(token.Token)))];

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var hash = Hash(BearerHeader.TokenOf(Request) ?? "");
        string? found = null;
        foreach (var (name, known) in _known)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known))
                found = name;
        }

        return Task.FromResult(found is null
            ? AuthenticateResult.Fail("The token is not known.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(new Caller(Role.Service, found), Name)), Name)));
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
