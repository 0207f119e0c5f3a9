using System.Globalization;

namespace Notifications.MailCatcher.Http;

/// <summary>Which part of a list is asked for. As in MailHog, nonsense counts as not given.</summary>
internal readonly record struct Window(int Start, int Limit)
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 250;

    public static Window Read(string? start, string? limit) =>
        new(Positive(start) ?? 0, Math.Min(Positive(limit) ?? DefaultLimit, LargestLimit));

    private static int? Positive(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
