using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Notifications.LocalStack.Access;

/// <summary>The key that signs development tokens: ECDSA on the curve P-256, as PEM (PKCS #8).</summary>
public static class DevelopmentKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    public static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Whether it is such a key, with its private part.</summary>
    public static bool IsGood(string pem)
    {
        try
        {
            using var key = Read(pem);
            return key.ExportParameters(includePrivateParameters: true).Curve.Oid.Value == P256;
        }
        catch (Exception other) when (other is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>SubjectPublicKeyInfo as base64, in one line.</summary>
    public static string PublicPartOf(string pem)
    {
        using var key = Read(pem);
        return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>A JWT that says exactly what the claims say, signed with ES256.</summary>
    public static string Sign(string pem, SecurityTokenDescriptor claims)
    {
        using var key = Read(pem);
        // A signer that is kept for the next token would outlive the key.
        var factory = new CryptoProviderFactory { CacheSignatureProviders = false };
        claims.SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256) { CryptoProviderFactory = factory };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims);
    }

    private static ECDsa Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
