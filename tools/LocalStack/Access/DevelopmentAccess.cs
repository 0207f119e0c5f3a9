using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Notifications.LocalStack.Access;

/// <summary>
/// Who may call the orders API of this clone: whoever has the service token, and whoever has a token that its key signed. Both are made once, by
/// whichever command needs them first, and kept in <c>.run/access</c>.
/// </summary>
public sealed class DevelopmentAccess
{
    private const string Service = "shop";
    private const string Issuer = "https://localhost/notifications-development";
    private const string Audience = "notifications";
    private const int TokenBytes = 32;

    private readonly string _signingKey;
    private readonly string _publicKey;

    private DevelopmentAccess(string signingKey, string serviceToken)
    {
        (_signingKey, ServiceToken) = (signingKey, serviceToken);
        _publicKey = DevelopmentKey.PublicPartOf(signingKey);
    }

    public string ServiceToken { get; }

    /// <summary>What the orders endpoint is told. By its environment: the arguments of a process are seen by everybody on the machine.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Access__PublicKeys__0"] = _publicKey,
        ["Access__Issuer"] = Issuer,
        ["Access__Audience"] = Audience,
        ["Access__ServiceTokens__0__Name"] = Service,
        ["Access__ServiceTokens__0__Token"] = ServiceToken,
    };

    /// <param name="tell">Is told when a damaged key or token is replaced.</param>
    public static DevelopmentAccess Open(string folder, Action<string> tell)
    {
        Directory.CreateDirectory(folder, SecretFile.OwnerOnly | UnixFileMode.UserExecute);
        // Two commands that find nothing would each make their own.
        using var alone = FolderLock.Take(folder);
        return new DevelopmentAccess(
            SecretFile.ReadOrMake(Path.Combine(folder, "signing-key.pem"), DevelopmentKey.IsGood, DevelopmentKey.Make, tell),
            SecretFile.ReadOrMake(Path.Combine(folder, "service-token"), IsServiceToken, MakeServiceToken, tell));
    }

    /// <param name="now">From when on a person's token is good.</param>
    public string Give(Credential wanted, DateTimeOffset now) => wanted switch
    {
        Credential.OfService => ServiceToken,
        Credential.OfPerson person => DevelopmentKey.Sign(_signingKey, ClaimsOf(person, now)),
        Credential.PublicKey => _publicKey,
        _ => throw new ArgumentOutOfRangeException(nameof(wanted), wanted, "A credential that nobody makes."),
    };

    private static SecurityTokenDescriptor ClaimsOf(Credential.OfPerson person, DateTimeOffset now) => new()
    {
        Issuer = Issuer,
        Audience = Audience,
        IssuedAt = now.UtcDateTime,
        NotBefore = now.UtcDateTime,
        Expires = (now + person.Lifetime).UtcDateTime,
        Claims = new Dictionary<string, object> { ["sub"] = person.Id, ["roles"] = new[] { person.Role } },
    };

    private static string MakeServiceToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Exactly as we make it: the reader of base64 overlooks blanks, the API does not.</summary>
    private static bool IsServiceToken(string text)
    {
        var bytes = new byte[TokenBytes];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == TokenBytes && Convert.ToBase64String(bytes) == text;
    }
}
