using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Notifications.ServiceDefaults.Access;

/// <summary>Bearer tokens: which are good, and whom they speak for. What a route requires is said where it is mapped.</summary>
public static class AccessSetup
{
    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(5);

    /// <summary>Every route requires a caller unless it says <c>AllowAnonymous</c>: a new one that forgets to think of it is closed.</summary>
    public static void AddAccess(this WebApplicationBuilder builder) => builder.AddAccess(settings => settings.Problems(), Enum.GetValues<Role>());

    /// <summary>The same for a host that is there for people with certain roles; a good token of anybody else is forbidden everything.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="otherwise">What else lets people in, if anything, as the end of a sentence.</param>
    /// <param name="roles">Of people.</param>
    public static void AddAccessOfPeople(this WebApplicationBuilder builder, string otherwise, params Role[] roles) =>
        builder.AddAccess(settings => settings.ProblemsWithPeople(otherwise), roles);

    /// <summary>Whoever can reach the host is let in, as one caller: for a machine that nobody else reaches.</summary>
    public static void AddOpenAccess(this WebApplicationBuilder builder, Caller anyone)
    {
        builder.Services.AddSingleton(anyone);
        builder.Services.AddAuthentication(OpenAccessHandler.Name).AddScheme<AuthenticationSchemeOptions, OpenAccessHandler>(OpenAccessHandler.Name, null);
        builder.Services.AddAuthorization();
    }

    private static void AddAccess(this WebApplicationBuilder builder, Func<AccessSettings, IEnumerable<string>> problems, IReadOnlyList<Role> roles)
    {
        var settings = builder.AddSettings("Access", problems);
        builder.Services.AddSingleton(_ => new ServiceTokens(settings));
        builder.Services.AddAuthentication(ServiceTokenHandler.Name)
            .AddScheme<AuthenticationSchemeOptions, ServiceTokenHandler>(ServiceTokenHandler.Name, scheme => scheme.ForwardDefaultSelector =
                http => settings.TakesJwts && BearerHeader.HasJwt(http.Request) ? JwtBearerDefaults.AuthenticationScheme : null)
            .AddJwtBearer(jwt => Configure(jwt, settings));
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder() // of the scheme that the request was authenticated by; to name it here would do so twice
                .RequireAuthenticatedUser()
                .RequireAssertion(context => Caller.Of(context.User) is { } caller && roles.Contains(caller.Role))
                .Build());
    }

    public static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(ChallengeAsync);
        app.UseAuthorization();
    }

    private static void Configure(JwtBearerOptions jwt, AccessSettings settings)
    {
        jwt.Authority = settings.Authority == "" ? null : settings.Authority;
        jwt.RequireHttpsMetadata = !settings.Authority.StartsWith("http:", StringComparison.OrdinalIgnoreCase);
        jwt.BackchannelTimeout = ProviderPatience;
        jwt.MapInboundClaims = false;
        jwt.IncludeErrorDetails = false;
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = settings.Issuer == "" ? null : settings.Issuer,
            ValidAudience = settings.Audience,
            ValidAlgorithms = settings.AllowedAlgorithms,
            IssuerSigningKeys = settings.Keys.Select(SigningKey.Read),
            ClockSkew = settings.ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
        jwt.Events = new JwtBearerEvents
        {
            OnTokenValidated = validated =>
            {
                validated.Principal = TokenClaims.Read(validated.Principal!, settings.RolesClaim, settings.CustomerClaim) is { } caller
                    ? new ClaimsPrincipal(new CallerIdentity(caller, JwtBearerDefaults.AuthenticationScheme))
                    : new ClaimsPrincipal(new ClaimsIdentity(JwtBearerDefaults.AuthenticationScheme));
                return Task.CompletedTask;
            },
            OnChallenge = async refused =>
            {
                if (await HasKeysAsync(refused))
                    return;
                refused.HandleResponse();
                refused.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                refused.Response.Headers.RetryAfter = $"{ProviderPatience.TotalSeconds}";
            },
        };
    }

    /// <summary>Without its identity provider's keys a host can say of no token that it is bad: a client that is told so throws a good one away.</summary>
    private static async Task<bool> HasKeysAsync(JwtBearerChallengeContext refused)
    {
        try
        {
            return refused.Options.ConfigurationManager is not { } provider || await provider.GetConfigurationAsync(refused.HttpContext.RequestAborted) is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Says in the words of RFC 6750 what is missing, whichever kind of token it was, and not why a token was refused.</summary>
    private static Task ChallengeAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode == StatusCodes.Status401Unauthorized)
                http.Response.Headers.WWWAuthenticate = http.Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
            return Task.CompletedTask;
        });
        return next(http);
    }
}
