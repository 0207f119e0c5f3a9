using System.ComponentModel.DataAnnotations;

namespace Notifications.NotificationEndpoint.Recipients;

/// <summary>To whom this system may write; section <c>Recipients</c>. A staging system with copies of real orders must never mail a customer.</summary>
public sealed record RecipientSettings
{
    /// <summary>
    /// Domains, separated by commas; each covers its subdomains. Mail goes to these and to nobody else. Unicode or punycode, any case.
    /// Default: empty, then mail goes to every domain.
    /// </summary>
    [DataType(DataType.Text)]
    public string AllowDomains { get; init; } = "";

    /// <summary>Domains that get no mail, written the same way, whatever <see cref="AllowDomains"/> says. Default: none.</summary>
    [DataType(DataType.Text)]
    public string DenyDomains { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        var wrong = Wrong(nameof(AllowDomains), AllowDomains).Concat(Wrong(nameof(DenyDomains), DenyDomains)).ToList();
        return wrong.Count > 0 ? wrong : Contradictions();
    }

    /// <summary>The names in a list, in the form that is compared; to be asked for when there are no <see cref="Problems"/>.</summary>
    internal static IReadOnlySet<string> Names(string list) => Entries(list).Select(entry => DomainName.Of(entry)!).ToHashSet();

    private static IEnumerable<string> Wrong(string key, string list) =>
        from entry in Entries(list)
        where DomainName.Of(entry) is null
        select $"Recipients:{key} is '{list}', where '{entry}' is no domain; {Remedy(entry)}.";

    /// <summary>An empty entry is not skipped: a list of nothing but commas would otherwise allow everybody.</summary>
    private static string[] Entries(string list) => string.IsNullOrWhiteSpace(list) ? [] : list.Split(',', StringSplitOptions.TrimEntries);

    private static string Remedy(string entry) => entry switch
    {
        "" => "take out the comma that has no domain beside it",
        ['*', '.', ..] or ['.', ..] => "write it without what stands before its name, subdomains are covered",
        _ when entry.Contains('@') => "give only what stands behind the @",
        _ => "give names such as shop.example, separated by commas",
    };

    /// <summary>Mail to it will never go out, and whoever wrote it believes otherwise.</summary>
    private IEnumerable<string> Contradictions()
    {
        var denied = Names(DenyDomains);
        return from allowed in Names(AllowDomains)
               let denial = DomainName.WithParents(allowed).FirstOrDefault(denied.Contains)
               where denial is not null
               select $"Recipients:AllowDomains has {allowed}, which Recipients:DenyDomains takes back with {denial}; remove one of the two.";
    }
}
