using System.Text.RegularExpressions;

namespace Notifications.Testing.Prometheus;

/// <summary>
/// The names in an expression. No parser: what can hold other names (strings, label matchers, ranges, lists of labels) is taken out, and of the words that are
/// left those count that are no functions and no keywords.
/// </summary>
public static partial class Promql
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "atan2", "inf", "nan",
    };

    /// <summary>All names of series, recorded ones among them.</summary>
    /// <exception cref="FormatException">Series are chosen by a pattern, so nobody can say which these are.</exception>
    public static IReadOnlySet<string> NamesIn(string expression)
    {
        var bare = Comment().Replace(Text().Replace(expression, "\"\""), "");
        if (bare.Contains("__name__", StringComparison.Ordinal))
            throw new FormatException($"'{expression}' chooses series by a pattern of their names; name them.");
        bare = LabelList().Replace(Range().Replace(Matchers().Replace(bare, " "), " "), " ");
        return Word().Matches(bare).Select(word => word.Value).Where(word => !Keywords.Contains(word)).ToHashSet();
    }

    /// <summary>By convention a name with a colon is the result of a rule, and no other is.</summary>
    public static bool IsRecorded(string name) => name.Contains(':', StringComparison.Ordinal);

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`
        """)]
    private static partial Regex Text();

    [GeneratedRegex("#[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex LabelList();

    // Not the "m" of 5m, and not what an opening parenthesis makes a function.
    [GeneratedRegex(@"(?<![\w:.])(?>[a-zA-Z_:][\w:]*)(?!\s*\()")]
    private static partial Regex Word();
}
