using System.Text.RegularExpressions;

namespace Notifications.OrdersEndpoint;

/// <summary>What a text that a client gives us must be, wherever it stands: something to read in it, and nothing of what is forbidden.</summary>
internal static partial class ReadableText
{
    /// <summary>For clients; it means the same in every language that has regular expressions.</summary>
    public const string Pattern = $"^[^{Forbidden}]*[^{Forbidden}{Blank}][^{Forbidden}]*$";

    /// <summary>What could end a line in a header, in a log, or in PostgreSQL's text, or reorder what a person reads.</summary>
    public const string Forbidden = @"\u0000-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069";

    /// <summary>The rest of what .NET calls white space.</summary>
    public const string Blank = @"\u0020\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000";

    /// <summary>As PostgreSQL and JSON Schema count: a character outside the first plane, such as most emoji, is one.</summary>
    public static int LengthOf(string text) => text.Length - text.Count(char.IsLowSurrogate);

    public static bool HasForbidden(string text) => ForbiddenCharacter().IsMatch(text);

    public static bool IsGood(string text, int longest) => LengthOf(text) <= longest && !string.IsNullOrWhiteSpace(text) && !HasForbidden(text);

    /// <summary>As much of a client's text as an answer quotes.</summary>
    public static string Shorten(string text, int longest = 40) => text.Length <= longest ? text : $"{text[..longest]}…";

    [GeneratedRegex($"[{Forbidden}]")]
    private static partial Regex ForbiddenCharacter();
}
