using System.Globalization;

namespace Notifications.Tools;

/// <summary>Moments and lengths of time as they stand on a command line.</summary>
internal static class Times
{
    // With Z or with an offset, never without: what the machine takes for local is nobody's intention.
    private static readonly string[] Moments =
        ["yyyy-MM-dd", .. new[] { "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF" }.SelectMany(time => new[] { $"{time}'Z'", $"{time}zzz" })];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_660);

    /// <exception cref="WrongArgumentException">It is no moment.</exception>
    public static DateTimeOffset? Moment(string option, string? text) =>
        text is null ? null
        : DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment.UtcDateTime.Year is >= 1970 and <= 9000 ? moment.ToUniversalTime()
        : throw new WrongArgumentException($"{option} is '{text}'; give a time with its offset or Z, such as 2026-11-23T14:00:00Z, or a date such as 2026-11-23, which is its midnight, UTC.");

    /// <exception cref="WrongArgumentException">It is no day, or there is none.</exception>
    public static DateOnly Day(string option, string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and <= 9000
            ? day
            : throw new WrongArgumentException(text is null ? $"{option} is missing; give a day such as 2026-11-23." : $"{option} is '{text}'; give a day such as 2026-11-23.");

    /// <exception cref="WrongArgumentException">It is no length.</exception>
    public static TimeSpan? Length(string option, string? text)
    {
        if (text is null)
            return null;
        var unit = text.Length > 0 ? Unit(text[^1]) : TimeSpan.Zero;
        return int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            && unit > TimeSpan.Zero && number <= Longest / unit
            ? number * unit
            : throw new WrongArgumentException($"{option} is '{text}'; give a length up to {Longest.TotalDays:0}d, such as 90s, 30m, 1h or 7d.");
    }

    /// <summary>To the millisecond: can be given back as an option.</summary>
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>In the greatest units that it fills: 45.2 s, 12 min, 3.5 h, 2 d.</summary>
    public static string Text(TimeSpan length) => length.Duration() switch
    {
        var least when least < TimeSpan.FromMinutes(2) => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.#} s"),
        var small when small < TimeSpan.FromHours(2) => string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes:0.#} min"),
        var great when great < TimeSpan.FromDays(2) => string.Create(CultureInfo.InvariantCulture, $"{length.TotalHours:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{length.TotalDays:0.#} d"),
    };

    private static TimeSpan Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => TimeSpan.Zero,
    };
}
