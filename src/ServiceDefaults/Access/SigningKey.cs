using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Notifications.ServiceDefaults.Access;

/// <summary>Public keys as settings give them.</summary>
internal static class SigningKey
{
    private const int ShortestRsa = 2_048;

    /// <summary>Why the text is no key to trust, as the end of a sentence; null when it is good.</summary>
    public static string? Refuse(string text)
    {
        try
        {
            return Read(text) is RsaSecurityKey { KeySize: < ShortestRsa } weak ? $"has {weak.KeySize} bits; give an RSA key of {ShortestRsa} or more." : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or FormatException or ArgumentException)
        {
            return "cannot be read; give a public key as PEM (-----BEGIN PUBLIC KEY-----), or its base64 in one line.";
        }
    }

    public static SecurityKey Read(string text)
    {
        var pem = text.Contains("-----BEGIN", StringComparison.Ordinal) ? text : $"-----BEGIN PUBLIC KEY-----\n{text.Trim()}\n-----END PUBLIC KEY-----";
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            throw new FormatException("A private key.");
        try
        {
            var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return new ECDsaSecurityKey(curve);
        }
        catch (CryptographicException)
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new RsaSecurityKey(rsa);
        }
    }
}
