using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Notifications.ServiceDefaults.Addresses;

/// <summary>
/// PostgreSQL's URLs, <c>postgres://user:password@host:5432/database?sslmode=require</c>, as libpq takes them, with several hosts too. A part that is not understood is an error:
/// left out it might be the one that asks for encryption. No sentence repeats a password.
/// </summary>
internal static partial class DatabaseUrl
{
    private const int DefaultPort = 5432;

    private static readonly Dictionary<string, (string Keyword, string[] Values)> Keys = new(StringComparer.Ordinal)
    {
        ["application_name"] = ("Application Name", []),
        ["channel_binding"] = ("Channel Binding", ["disable", "prefer", "require"]),
        ["client_encoding"] = ("Client Encoding", []),
        ["connect_timeout"] = ("Timeout", []),
        ["dbname"] = ("Database", []),
        ["gssencmode"] = ("GSS Encryption Mode", ["disable", "prefer", "require"]),
        ["host"] = ("Host", []),
        ["load_balance_hosts"] = ("Load Balance Hosts", ["disable", "random"]),
        ["options"] = ("Options", []),
        ["passfile"] = ("Passfile", []),
        ["password"] = ("Password", []),
        ["port"] = ("Port", []),
        ["sslcert"] = ("SSL Certificate", []),
        ["sslkey"] = ("SSL Key", []),
        ["sslmode"] = ("SSL Mode", ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]),
        ["sslnegotiation"] = ("SSL Negotiation", ["postgres", "direct"]),
        ["sslpassword"] = ("SSL Password", []),
        ["sslrootcert"] = ("Root Certificate", []),
        ["target_session_attrs"] = ("Target Session Attributes", ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"]),
        ["user"] = ("Username", []),
    };

    public static IReadOnlyCollection<string> KnownKeys => Keys.Keys;

    public static bool Is(string text) => AnyUrl().IsMatch(text);

    /// <exception cref="FormatException">It is no such URL; the sentence says what to change.</exception>
    public static NpgsqlConnectionStringBuilder Read(string url)
    {
        if (Form().Match(url) is not { Success: true } form)
            throw new FormatException("it is not a URL of PostgreSQL; give postgres://user:password@host:5432/database.");
        var (user, hosts, database, query) = (form.Groups["user"], form.Groups["hosts"].Value, form.Groups["database"].Value, form.Groups["query"].Value);
        // What stands behind the first slash, or before the last @, is the rest of a password that was not escaped.
        if (user.Value.Contains('@') || hosts.Contains('@') || database.Contains('@') || query.Contains('@') || url.Contains('#'))
            throw new FormatException("it has an @ or a # in the wrong place; in the user's name and password write @ as %40, / as %2F, ? as %3F and # as %23.");

        var address = new NpgsqlConnectionStringBuilder();
        var name = user.Value.Split(':', 2);
        Set(address, "user", Decode(name[0]));
        Set(address, "password", Decode(name.ElementAtOrDefault(1) ?? ""));
        SetHosts(address, hosts == "" ? [] : hosts.Split(','));
        Set(address, "dbname", Decode(database));
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
        {
            var key = Decode(pair[0]);
            if (!Keys.TryGetValue(key, out var known) || pair.Length < 2)
                throw new FormatException($"its '{key}' is not a key with a value that is known here; there are {string.Join(", ", Keys.Keys)}. For the others give a connection string in Npgsql's form.");
            if (address.ShouldSerialize(known.Keyword))
                throw new FormatException($"its {key} is given twice; give it once.");
            Set(address, key, Decode(pair[1]));
        }

        return Verified(address);
    }

    private static void Set(NpgsqlConnectionStringBuilder address, string key, string value)
    {
        if (value == "")
            return;
        var (keyword, values) = Keys[key];
        if (values.Length > 0 && !values.Contains(value))
            throw new FormatException($"its {key} is '{value}'; there are {string.Join(", ", values)}.");
        try
        {
            address[keyword] = key switch
            {
                "sslmode" => value.Replace("-", "", StringComparison.Ordinal),
                "load_balance_hosts" => value == "random",
                _ => value,
            };
        }
        catch (Exception unusable) when (unusable is ArgumentException or FormatException or OverflowException)
        {
            throw new FormatException(key.Contains("password", StringComparison.Ordinal) ? $"its {key} cannot be used." : $"its {key} is '{value}', which cannot be used.");
        }
    }

    private static void SetHosts(NpgsqlConnectionStringBuilder address, string[] hosts)
    {
        var read = hosts.Select(HostAndPort).ToList();
        if (read is [var (one, port)])
        {
            Set(address, "host", one);
            address.Port = port;
        }
        else
        {
            Set(address, "host", string.Join(',', read.Select(host => $"{(host.Name.Contains(':') ? $"[{host.Name}]" : host.Name)}:{host.Port}")));
        }
    }

    private static (string Name, int Port) HostAndPort(string text)
    {
        var host = HostForm().Match(text);
        var port = host.Groups["port"] is { Success: true, Length: > 0 } given ? int.Parse(given.Value, CultureInfo.InvariantCulture) : DefaultPort;
        return host.Success && port is > 0 and <= 65_535
            ? (host.Groups["v6"].Success ? host.Groups["v6"].Value : Decode(host.Groups["name"].Value), port)
            : throw new FormatException("one of its hosts cannot be read; give host:port, a.example:5432,b.example:5432, or [::1]:5432.");
    }

    /// <summary>As libpq does: who names an authority wants it asked.</summary>
    private static NpgsqlConnectionStringBuilder Verified(NpgsqlConnectionStringBuilder address)
    {
        if (address.RootCertificate is not { Length: > 0 } root)
            return address;
        if (root == "system")
        {
            if (address.ShouldSerialize("SSL Mode") && address.SslMode != SslMode.VerifyFull)
                throw new FormatException("its sslrootcert is 'system', which needs sslmode=verify-full.");
            address.Remove("Root Certificate");
            address.SslMode = SslMode.VerifyFull;
        }
        else if (address.SslMode == SslMode.Require)
        {
            address.SslMode = SslMode.VerifyCA;
        }

        return address;
    }

    private static string Decode(string text) => BadEscape().IsMatch(text)
        ? throw new FormatException("it has a % that no two hexadecimal digits follow; write % as %25.")
        : Uri.UnescapeDataString(text);

    [GeneratedRegex("^[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex AnyUrl();

    [GeneratedRegex(@"^postgres(ql)?://((?<user>[^/?]*)@)?(?<hosts>[^/?]*)(/(?<database>[^?]*))?(\?(?<query>.*))?$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex(@"^(\[(?<v6>[0-9A-Fa-f:.%]+)\]|(?<name>[^\[\]:]+))(:(?<port>[0-9]{0,5}))?$")]
    private static partial Regex HostForm();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex BadEscape();
}
