namespace Notifications.MailCatcher.Faults;

/// <summary>One way to misbehave, as data.</summary>
/// <param name="At">Where it strikes.</param>
/// <param name="Do">What goes wrong there.</param>
public sealed record Fault(FaultPoint At, FaultAction Do)
{
    /// <summary>Only when a recipient contains this, whatever the case: the one named by RCPT, or any of a message's. Everybody when null.</summary>
    public string? Recipient { get; init; }

    /// <summary>How often it strikes; always when null.</summary>
    public int? Times { get; init; }

    /// <summary>
    /// At <see cref="FaultPoint.EndOfData"/>: the message is kept before the fault strikes ("taken, but the answer never came").
    /// Otherwise it is kept only if the conversation goes on to its 250.
    /// </summary>
    public bool Keep { get; init; }

    /// <summary>What is wrong with it, or null. The fields are called as in JSON.</summary>
    internal FaultProblem? Check() => this switch
    {
        { Do: FaultAction.Refuse, At: not FaultPoint.Connect } => new("do", "'refuse' is only possible at 'connect': use 'cut'"),
        { Do: FaultAction.Reply { Line: var line } } when !IsReply(line) =>
            new("reply", $"'{line}' is not a reply: use three digits from 200 to 599, a blank, and up to 500 characters on one line"),
        { Do: FaultAction.Hang { For: { } time } } when !IsDuration(time) => new("milliseconds", DurationRemedy(time)),
        { Do: FaultAction.Slow { By: var time } } when !IsDuration(time) => new("milliseconds", DurationRemedy(time)),
        { Recipient: not null, At: FaultPoint.Connect or FaultPoint.Helo or FaultPoint.Mail } =>
            new("recipient", "no recipient is known yet at that point: leave it out, or use 'rcpt', 'data' or 'end_of_data'"),
        { Recipient: "" } => new("recipient", "it is empty: leave it out for everybody"),
        { Times: < 1 } => new("times", $"{Times} is not possible: use 1 or more, or leave it out for always"),
        { Keep: true, At: not FaultPoint.EndOfData } => new("keep", "there is only something to keep at 'end_of_data'"),
        _ => null,
    };

    private static bool IsReply(string line) =>
        line.Length is >= 4 and <= 500 && line[0] is >= '2' and <= '5' && char.IsAsciiDigit(line[1]) && char.IsAsciiDigit(line[2])
        && line[3] == ' ' && !line.Any(char.IsControl);

    private static bool IsDuration(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromDays(1);

    private static string DurationRemedy(TimeSpan time) => $"{time.TotalMilliseconds:0} is not possible: use 1 to 86400000, a day";
}

/// <param name="Field">As it is called in JSON.</param>
/// <param name="Sentence">Its value and what to do, without a full stop.</param>
internal sealed record FaultProblem(string Field, string Sentence);
