using System.Text;

namespace Notifications.RecoverabilityEndpoint.Failures;

/// <summary>A stranger's text in a form that a text column takes: bounded, without NUL, and without halves of characters.</summary>
internal static class StoredText
{
    /// <param name="text">As it came.</param>
    /// <param name="longest">In UTF-16 units.</param>
    public static string Bounded(string text, int longest)
    {
        var cut = text.Length <= longest ? text : text[..longest];
        return cut.AsSpan().Contains('\0') || cut.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Whole(cut) : cut;
    }

    /// <summary>Null for what is not there or empty.</summary>
    public static string? BoundedOrNull(string? text, int longest) => string.IsNullOrEmpty(text) ? null : Bounded(text, longest);

    /// <summary>Half a character is read as U+FFFD.</summary>
    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return whole.ToString();
    }
}
