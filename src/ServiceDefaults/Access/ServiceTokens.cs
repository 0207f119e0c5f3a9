using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Notifications.ServiceDefaults.Access;

/// <summary>The tokens of machines. Every token is compared with every known one by its hash, so that the time it takes tells nothing.</summary>
internal sealed class ServiceTokens(AccessSettings settings)
{
    private readonly IReadOnlyList<(byte[] Hash, ClaimsPrincipal Machine)> _known =
        [.. settings.ServiceTokens.Select(token => (Hash(token.Token), new ClaimsPrincipal(new CallerIdentity(new Caller(Role.Service, token.Name), ServiceTokenHandler.Name))))];

    /// <summary>Null when nobody has this token.</summary>
    public ClaimsPrincipal? Find(string token)
    {
        var hash = Hash(token);
        ClaimsPrincipal? found = null;
        foreach (var (known, machine) in _known)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known))
                found = machine;
        }

        return found;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
