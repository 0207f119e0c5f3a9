using Notifications.Tools;

namespace Notifications.Reconcile;

/// <summary>The time that somebody wants to know about. What is now is the database's to say.</summary>
internal abstract record AskedWindow
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(24);

    private AskedWindow()
    {
    }

    /// <param name="Until">Null for now.</param>
    public sealed record Between(DateTimeOffset From, DateTimeOffset? Until) : AskedWindow;

    public sealed record Last(TimeSpan Length) : AskedWindow;

    /// <param name="given">Of the command line.</param>
    /// <param name="orUsual">Without any of them it is the last day; otherwise one must be given, so that nobody is surprised by what is usual.</param>
    /// <exception cref="WrongArgumentException">A time cannot be read, or together they make no window.</exception>
    public static AskedWindow Of(Arguments given, bool orUsual)
    {
        var from = Times.Moment("--from", given.Value("--from"));
        var until = Times.Moment("--until", given.Value("--until"));
        var last = Times.Length("--last", given.Value("--last"));
        return (from, until, last) switch
        {
            (null, null, null) when !orUsual => throw new WrongArgumentException("Which orders is not said; give --last, as in --last 1h, or --from and --until."),
            (null, null, _) => new Last(last ?? Usual),
            (_, _, not null) => throw new WrongArgumentException($"--last and {(from is null ? "--until" : "--from")} are given together; give --last alone, or --from and --until."),
            ({ } start, { } end, _) when start >= end => throw new WrongArgumentException($"--from is {Times.Text(start)} and --until is {Times.Text(end)}; give a --from that is earlier."),
            ({ } start, _, _) => new Between(start, until),
            (null, { } end, _) => new Between(end - Usual, end),
        };
    }

    /// <param name="now">On the database's clock.</param>
    /// <exception cref="WrongArgumentException">It would begin after it ends.</exception>
    public (DateTimeOffset From, DateTimeOffset Until) At(DateTimeOffset now) => this switch
    {
        Last last => (now - last.Length, now),
        Between { Until: { } until } between => (between.From, until),
        Between between when between.From < now => (between.From, now),
        Between between => throw new WrongArgumentException($"--from is {Times.Text(between.From)}, and the database's clock says {Times.Text(now)}; give an earlier --from, or an --until."),
        _ => throw new InvalidOperationException("A window of no kind."),
    };
}
