using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Notifications.Testing;

/// <summary>An identity provider in a few lines: what hosts are told to trust, and tokens of it.</summary>
public static class TestAccess
{
    public const string ServiceToken = "test-service-token-for-tests-alone-0123456789";
    public const string Issuer = "https://tests.example";
    public const string Audience = "notifications";

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Of a host that trusts this provider, and the service <c>shop</c>.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Access__PublicKeys__0"] = Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo()),
        ["Access__Issuer"] = Issuer,
        ["Access__Audience"] = Audience,
        ["Access__ServiceTokens__0__Name"] = "shop",
        ["Access__ServiceTokens__0__Token"] = ServiceToken,
    };

    public static string CustomerToken(string id) => Sign(Claims(id, "customer"));

    public static string AdminToken(string id = "operator") => Sign(Claims(id, "admin"));

    public static string OperatorToken(string id = "ana") => Sign(Claims(id, "operator"));

    public static SecurityTokenDescriptor Claims(string id, params string[] roles) => new()
    {
        Issuer = Issuer,
        Audience = Audience,
        Expires = DateTime.UtcNow.AddMinutes(10),
        Claims = new Dictionary<string, object> { ["sub"] = id, ["roles"] = roles },
    };

    /// <param name="claims">As a token must be, or with whatever a test puts wrong.</param>
    /// <param name="credentials">Ours unless the test has others.</param>
    public static string Sign(SecurityTokenDescriptor claims, SigningCredentials? credentials = null)
    {
        claims.SigningCredentials = credentials ?? new SigningCredentials(new ECDsaSecurityKey(Key), SecurityAlgorithms.EcdsaSha256);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims);
    }
}
