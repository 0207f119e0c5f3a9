using System.Text;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>As much of a shell as docs/api.md needs: words in either kind of quotes, variables, lines that go on after a backslash, comments.</summary>
internal sealed class Shell(Func<string, string> run)
{
    private readonly Dictionary<string, string> _variables = [];

    /// <summary>Takes its assignments, and returns the words of its other commands.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Run(string block)
    {
        var commands = new List<IReadOnlyList<string>>();
        var rest = block.AsSpan();
        while (!(rest = rest.TrimStart()).IsEmpty)
        {
            var words = new List<string>();
            while (NextWord(ref rest) is { } word)
                words.Add(word);
            if (words is [var one] && one.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                _variables[one[..at]] = one[(at + 1)..];
            else if (words.Count > 0)
                commands.Add(words);
        }

        return commands;
    }

    /// <summary>Null at the end of the line.</summary>
    private string? NextWord(ref ReadOnlySpan<char> rest)
    {
        while (rest.StartsWith(" ") || rest.StartsWith("\\\n"))
            rest = rest[(rest[0] == ' ' ? 1 : 2)..];
        if (rest.StartsWith("#"))
            rest = rest[(rest.IndexOf('\n') is >= 0 and var end ? end : rest.Length)..];
        if (rest.IsEmpty || rest[0] == '\n')
            return null;

        var word = new StringBuilder();
        while (!rest.IsEmpty && rest[0] is not (' ' or '\n'))
            word.Append(NextPart(ref rest));
        return word.ToString();
    }

    private string NextPart(ref ReadOnlySpan<char> rest)
    {
        if (rest[0] == '\'')
            return Take(ref rest, '\'');
        if (rest[0] == '"')
            return Expand(Take(ref rest, '"'));
        if (rest.StartsWith("$("))
        {
            rest = rest[1..];
            return run(Take(ref rest, ')'));
        }

        var end = rest.IndexOfAny(" \n'\"");
        var part = rest[..(end < 0 ? rest.Length : end)].ToString();
        if (part.IndexOf("$(", StringComparison.Ordinal) is > 0 and var command)
            part = part[..command];
        rest = rest[part.Length..];
        return Expand(part);
    }

    /// <summary>From behind the character that opens it to the one that closes it.</summary>
    private static string Take(ref ReadOnlySpan<char> rest, char closing)
    {
        var length = rest[1..].IndexOf(closing);
        Assert.That(length, Is.GreaterThanOrEqualTo(0), $"not closed: {rest.ToString()}");
        var text = rest.Slice(1, length).ToString();
        rest = rest[(length + 2)..];
        return text;
    }

    private string Expand(string text) =>
        _variables.Aggregate(text, (expanded, variable) => expanded.Replace($"${variable.Key}", variable.Value, StringComparison.Ordinal));
}
