using Notifications.Tools;

namespace Notifications.FailedMessages;

/// <summary>A moment, or how long ago; what is now is the database's to say.</summary>
internal sealed record AskedTime(DateTimeOffset? Moment, TimeSpan? Age)
{
    /// <exception cref="WrongArgumentException">It is neither.</exception>
    public static AskedTime? Of(string option, string? text) => text switch
    {
        null => null,
        [.., 's' or 'm' or 'h' or 'd'] => new AskedTime(null, Times.Length(option, text)),
        _ => new AskedTime(Times.Moment(option, text), null),
    };

    public DateTimeOffset At(DateTimeOffset now) => Moment ?? now - Age!.Value;
}
