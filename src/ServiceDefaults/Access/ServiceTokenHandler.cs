using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Notifications.ServiceDefaults.Access;

/// <summary>Lets machines in that have one of the <see cref="ServiceTokens"/>.</summary>
internal sealed class ServiceTokenHandler(
    ServiceTokens tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Name = "service";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        tokens.Find(BearerHeader.TokenOf(Request) ?? "") is { } machine
            ? AuthenticateResult.Success(new AuthenticationTicket(machine, Name))
            : AuthenticateResult.Fail("The token is not known."));
}
