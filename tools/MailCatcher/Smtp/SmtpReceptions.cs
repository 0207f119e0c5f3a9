namespace Notifications.MailCatcher.Smtp;

/// <summary>
/// Lets whoever runs the catcher hear how an envelope ended. Each is told once, whatever becomes of the connection: who counts mails must
/// not miss the one that was kept when everything broke. When nobody listens nothing is copied and nothing is flushed early.
/// </summary>
internal sealed class SmtpReceptions(SmtpWire wire, MailCatcherSettings settings)
{
    /// <param name="end">Decides about the envelope, keeps it or not, and writes the answer.</param>
    /// <param name="describe">Adds the envelope to what is known of the answer; null: there is nothing to tell.</param>
    public ValueTask<T> TellAsync<T>(Func<ValueTask<T>> end, Func<Reception, Reception?> describe) =>
        settings.Received is { } received ? TellAsync(received, end, describe) : end();

    private async ValueTask<T> TellAsync<T>(Action<Reception> received, Func<ValueTask<T>> end, Func<Reception, Reception?> describe)
    {
        wire.Reply = null;
        var couldBeRead = false;
        DateTimeOffset? decidedAt = null;
        try
        {
            var turn = await end();
            decidedAt = settings.Time.GetUtcNow();
            couldBeRead = wire.Reply is not null && !wire.IsGone && await wire.FlushAsync() && !wire.IsGone;
            return turn;
        }
        finally
        {
            var answer = new Reception(decidedAt ?? settings.Time.GetUtcNow(), "", [], default, Taken: false, wire.Reply, couldBeRead);
            if (describe(answer) is { } reception)
                received(reception);
        }
    }
}
