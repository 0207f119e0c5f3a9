using System.Globalization;

namespace Notifications.Tools;

/// <summary>How many entries of each list somebody wants to see.</summary>
internal static class AskedLimit
{
    private const int Usual = 100;
    private const int Most = 100_000;

    /// <exception cref="WrongArgumentException">It is no such number.</exception>
    public static int Of(Arguments given) => given.Value("--limit") switch
    {
        null => Usual,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most => limit,
        var text => throw new WrongArgumentException($"--limit is '{text}'; give 1 to {Most}."),
    };
}
