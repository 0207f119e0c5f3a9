using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Notifications.OrdersEndpoint.Requests;

/// <summary>
/// The key by which a client recognises its own request: <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header: a string in double quotes, here also bare)
/// or <c>X-Idempotency-Key</c>.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string OlderHeader = "X-Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";
    public const int Longest = 255;

    private static readonly SearchValues<char> Visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    /// <summary>The key, or null when there is none; or what is wrong with it, as a sentence.</summary>
    public static (string? Key, string? Problem) Read(IHeaderDictionary headers)
    {
        string? key = null;
        foreach (var name in (string[])[Header, OlderHeader])
        {
            var values = headers[name];
            if (values.Count == 0)
                continue;
            if (values.Count > 1)
                return (null, $"{name} is there {values.Count} times; send it once.");
            if (Parse(values) is not { } parsed)
                return (null, $"{name} is not a key; send 1 to {Longest} visible ASCII characters, bare or in double quotes.");
            if (key is not null && key != parsed)
                return (null, $"{Header} and {OlderHeader} differ; send one of them.");
            key = parsed;
        }

        return (key, null);
    }

    /// <summary>In double quotes, with backslashes before quotes and backslashes, or bare without quotes.</summary>
    private static string? Parse(StringValues value)
    {
        var text = value.ToString().Trim();
        if (text.StartsWith('"'))
            text = Unquote(text) ?? "";
        else if (text.Contains('"', StringComparison.Ordinal))
            return null;
        return text.Length is >= 1 and <= Longest && !text.AsSpan().ContainsAnyExcept(Visible) ? text : null;
    }

    private static string? Unquote(string text)
    {
        var plain = new List<char>(text.Length);
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i == text.Length - 1 ? new string([.. plain]) : null;
            if (text[i] == '\\' && (++i == text.Length || text[i] is not ('"' or '\\')))
                return null;
            plain.Add(text[i]);
        }

        return null;
    }
}
