using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Notifications.ServiceDefaults.Access;

/// <summary>
/// Who may call; section <c>Access</c>. People come with a JWT of an identity provider, machines with a token of their own. There is no anonymous access:
/// a host without any of it does not start.
/// </summary>
public sealed partial record AccessSettings
{
    private static readonly string[] Known = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Address of an OpenID Connect provider, whose keys are fetched and renewed; https, or http on loopback. Default none.</summary>
    [DataType(DataType.Url)]
    public string Authority { get; init; } = "";

    /// <summary>Public keys that sign tokens, instead of an authority's: each PEM, or its base64 without the dashed lines. RSA of 2048 bits or more, or an elliptic curve.</summary>
    [DataType(DataType.Text)]
    public IReadOnlyList<string> PublicKeys { get; init; } = [];

    /// <summary>Who must have issued a token (<c>iss</c>). Required with keys; with an authority its own name for itself is the default.</summary>
    [DataType(DataType.Text)]
    public string Issuer { get; init; } = "";

    /// <summary>For whom it must be (<c>aud</c>). Required for JWTs.</summary>
    [DataType(DataType.Text)]
    public string Audience { get; init; } = "";

    /// <summary>Algorithms that a token may be signed with, separated by commas. Default RS256,PS256,ES256. Those with a shared secret, and none, cannot be allowed.</summary>
    [DataType(DataType.Text)]
    public string Algorithms { get; init; } = "RS256,PS256,ES256";

    /// <summary>Claim with the roles, one or a list: <c>customer</c>, <c>operator</c> or <c>admin</c>. Default roles.</summary>
    [DataType(DataType.Text)]
    public string RolesClaim { get; init; } = "roles";

    /// <summary>Claim with the customer's id, as orders have it. Default sub.</summary>
    [DataType(DataType.Text)]
    public string CustomerClaim { get; init; } = "sub";

    /// <summary>By how much clocks may differ when a token's times are checked. Default 30 s.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tokens of machines, such as the shop's own server: they act for every customer.</summary>
    public IReadOnlyList<ServiceToken> ServiceTokens { get; init; } = [];

    /// <summary>An empty one, as an unset variable leaves it, is none.</summary>
    internal IReadOnlyList<string> Keys => [.. PublicKeys.Where(key => key.Trim() != "")];

    internal IReadOnlyList<string> AllowedAlgorithms => Algorithms.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether people get in by it.</summary>
    public bool TakesJwts => Authority != "" || Keys.Count > 0;

    public IEnumerable<string> Problems()
    {
        if (!TakesJwts && ServiceTokens.Count == 0)
            yield return "Access lets nobody in; give Access:Authority or Access:PublicKeys for people, or Access:ServiceTokens for machines.";
        if (TakesJwts && Audience == "")
            yield return "Access:Audience is missing; give the name that tokens must be issued for, or one of another service would do here.";
        if (Keys.Count > 0 && Issuer == "")
            yield return "Access:Issuer is missing; give the name of whoever signs with Access:PublicKeys.";
        if (Authority != "" && !IsSafe(Authority))
            yield return $"Access:Authority is '{Authority}'; give an https address (http only on loopback).";
        if (Authority != "" && Keys.Count > 0)
            yield return "Access:Authority and Access:PublicKeys are both given; give one of them.";
        if (AllowedAlgorithms.Count == 0 || AllowedAlgorithms.Except(Known).Any())
            yield return $"Access:Algorithms is '{Algorithms}'; give some of {string.Join(", ", Known)}.";
        if (RolesClaim == "" || CustomerClaim == "")
            yield return "Access:RolesClaim and Access:CustomerClaim must name a claim.";
        if (ClockSkew < TimeSpan.Zero || ClockSkew > TimeSpan.FromMinutes(5))
            yield return $"Access:ClockSkew is {ClockSkew}; give a time from 00:00:00 to 00:05:00.";
        for (var i = 0; i < PublicKeys.Count; i++)
        {
            if (PublicKeys[i].Trim() != "" && SigningKey.Refuse(PublicKeys[i]) is { } reason)
                yield return $"Access:PublicKeys:{i} {reason}";
        }

        foreach (var problem in ServiceTokens.SelectMany((token, i) => token.Problems($"Access:ServiceTokens:{i}")))
            yield return problem;
        if (ServiceTokens.Select(token => token.Name).Distinct(StringComparer.Ordinal).Count() < ServiceTokens.Count)
            yield return "Access:ServiceTokens has a name twice; each machine needs its own.";
        if (ServiceTokens.Select(token => token.Token).Distinct(StringComparer.Ordinal).Count() < ServiceTokens.Count)
            yield return "Access:ServiceTokens has the same token twice; each machine needs its own.";
    }

    /// <summary>Where the tokens of machines are of no use.</summary>
    /// <param name="otherwise">What else lets people in, as the end of a sentence.</param>
    public IEnumerable<string> ProblemsWithPeople(string otherwise) =>
        TakesJwts ? Problems() : [$"Access lets no person in; give Access:Authority or Access:PublicKeys, with Access:Audience{otherwise}."];

    private static bool IsSafe(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>A token that a machine has.</summary>
    public sealed partial record ServiceToken
    {
        private const int Shortest = 32;

        /// <summary>Required: who it is, in logs and for its idempotency keys. Letters, digits and hyphens.</summary>
        [DataType(DataType.Text)]
        public string Name { get; init; } = "";

        /// <summary>Required: at least 32 characters that nobody can guess, from letters, digits and <c>-_~+/=</c>. For example <c>openssl rand -base64 32</c>.</summary>
        [DataType(DataType.Password)]
        public string Token { get; init; } = "";

        /// <summary>The token is never shown.</summary>
        internal IEnumerable<string> Problems(string key)
        {
            if (!ServiceName().IsMatch(Name))
                yield return $"{key}:Name is '{Name}'; give 1 to 50 letters, digits and hyphens.";
            if (Token.Length < Shortest || !BearerToken().IsMatch(Token))
                yield return $"{key}:Token has {Token.Length} characters; give at least {Shortest} of letters, digits and -_~+/=, as 'openssl rand -base64 32' makes them.";
        }

        /// <summary>A record writes all it has; this one must not.</summary>
        public override string ToString() => Name;
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,50}$")]
    private static partial Regex ServiceName();

    /// <summary>Without the dots that a JWT has.</summary>
    [GeneratedRegex("^[A-Za-z0-9_~+/=-]+$")]
    private static partial Regex BearerToken();
}
