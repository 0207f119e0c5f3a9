namespace Notifications.Tools;

/// <summary>Something on the command line cannot be meant; the message is a sentence for whoever typed it.</summary>
internal sealed class WrongArgumentException(string sentence) : Exception(sentence);

/// <summary>The arguments, told apart: words, and options with or without a value. An option that nobody asks for is wrong.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _options = [];
    private readonly string[] _repeated;

    /// <param name="arguments">Of the process.</param>
    /// <param name="withValue">The options that have a value behind them.</param>
    /// <param name="alone">Those that have none.</param>
    /// <param name="repeated">Those with a value that may stand several times.</param>
    /// <exception cref="WrongArgumentException">There is no such option, it stands twice, or its value is missing.</exception>
    public Arguments(IReadOnlyList<string> arguments, string[] withValue, string[] alone, params string[] repeated)
    {
        _repeated = repeated;
        var words = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                words.Add(argument);
            else if (alone.Contains(argument))
                Keep(argument, "");
            else if (!withValue.Contains(argument) && !repeated.Contains(argument))
                throw new WrongArgumentException($"There is no option '{argument}'; --help lists what there is.");
            else if (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                throw new WrongArgumentException($"{argument} has no value; give one behind it.");
            else
                Keep(argument, arguments[++i]);
        }

        Words = [.. words];
    }

    public string[] Words { get; }

    public bool Flag(string option) => _options.Remove(option);

    /// <returns>Null when the option was not given.</returns>
    public string? Value(string option) => _options.Remove(option, out var values) ? values[0] : null;

    public IReadOnlyList<string> Values(string option) => _options.Remove(option, out var values) ? values : [];

    /// <exception cref="WrongArgumentException">An option is left that <paramref name="command"/> does not have.</exception>
    public void NothingLeftOf(string command)
    {
        if (_options.Count > 0)
            throw new WrongArgumentException($"'{command}' has no option {_options.Keys.First()}; --help lists what there is.");
    }

    private void Keep(string option, string value)
    {
        if (_options.TryAdd(option, [value]))
            return;
        if (!_repeated.Contains(option))
            throw new WrongArgumentException($"{option} is given twice; give it once.");
        _options[option].Add(value);
    }
}
