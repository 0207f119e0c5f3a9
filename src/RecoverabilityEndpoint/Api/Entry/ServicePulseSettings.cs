using System.ComponentModel.DataAnnotations;
using Notifications.ServiceDefaults.Access;

namespace Notifications.RecoverabilityEndpoint.Api.Entry;

/// <summary>Who may use the API that ServicePulse calls, and from where; section <c>ServicePulse</c>. Tokens are checked as section <c>Access</c> says.</summary>
public sealed record ServicePulseSettings
{
    /// <summary>
    /// Default false. True: whoever reaches the port is an operator, as <c>anyone</c>, without a token. For a machine that nobody else reaches; pages of other sites that are
    /// open in a browser there are kept out by <see cref="Origins"/> and <see cref="Hosts"/>.
    /// </summary>
    public bool Open { get; init; }

    /// <summary>Where ServicePulse is served from when that is not this host, such as <c>http://127.0.0.1:9090</c>: what a browser sends as <c>Origin</c>. Default none.</summary>
    [DataType(DataType.Text)]
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>
    /// Names, without port, by which an open host is called besides those of loopback: for ServicePulse's own proxy, the name it knows this host by. Default none. By any other
    /// name a request is refused: a stranger's page can be given a name that leads here.
    /// </summary>
    [DataType(DataType.Text)]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>As which client ServicePulse logs in people at <c>Access:Authority</c>. Default nothing: it does not log in anybody, and sends no tokens.</summary>
    [DataType(DataType.Text)]
    public string ClientId { get; init; } = "";

    /// <summary>Scopes that it asks for, so that a token is one for this API. Default none.</summary>
    [DataType(DataType.Text)]
    public IReadOnlyList<string> ApiScopes { get; init; } = [];

    internal IEnumerable<string> Problems(AccessSettings access)
    {
        if (Open && access.TakesJwts)
            yield return "ServicePulse:Open is true and Access takes tokens of people: whoever has none would get in as well. Leave one of them out.";
        if (ClientId != "" && access.Authority == "")
            yield return $"ServicePulse:ClientId is '{ClientId}' and Access:Authority is not given; give the provider where people log in.";
        foreach (var origin in Origins.Where(origin => !IsOrigin(origin)))
            yield return $"ServicePulse:Origins has '{origin}'; give scheme, name and port without a path, such as http://127.0.0.1:9090.";
        foreach (var host in Hosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
            yield return $"ServicePulse:Hosts has '{host}'; give a name without scheme and port.";
        foreach (var scope in ApiScopes.Where(scope => scope == "" || scope.Any(char.IsWhiteSpace)))
            yield return $"ServicePulse:ApiScopes has '{scope}'; give one scope an entry.";
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.GetLeftPart(UriPartial.Authority) == text;
}
