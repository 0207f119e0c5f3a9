namespace Notifications.NotificationEndpoint.Mail;

/// <summary>Every log line of the mail station, once, with its id (3100–3199). Addresses are masked; no body and no credential comes near.</summary>
internal static partial class MailLog
{
    /// <summary>The one line that each send ends with.</summary>
    public static void Ended(ILogger log, string relay, RenderedMail mail, MailOutcome outcome)
    {
        if (outcome is MailOutcome.Accepted && !log.IsEnabled(LogLevel.Debug))
            return;
        var (messageId, masked) = (mail.MessageId, MaskedAddress.Of(mail.Recipient));
        switch (outcome)
        {
            case MailOutcome.Accepted accepted:
                log.Accepted(relay, messageId, masked, MaskedAddress.In(accepted.Reply));
                break;
            case MailOutcome.Deferred deferred:
                log.Deferred(relay, messageId, masked, deferred.Blame, deferred.Reason);
                break;
            case MailOutcome.Rejected rejected:
                log.Rejected(relay, messageId, masked, rejected.Blame, rejected.Reason);
                break;
            case MailOutcome.Unknown unknown:
                log.Unknown(relay, messageId, masked, unknown.Reason);
                break;
        }
    }

    [LoggerMessage(3100, LogLevel.Debug, "Relay {Relay} accepted mail {MessageId} to {Recipient}: {Reply}")]
    private static partial void Accepted(this ILogger log, string relay, string messageId, string recipient, string reply);

    [LoggerMessage(3101, LogLevel.Warning, "Mail {MessageId} to {Recipient} was not sent by relay {Relay} and can be tried again, for the {Blame}'s sake: {Reason}")]
    private static partial void Deferred(this ILogger log, string relay, string messageId, string recipient, Blame blame, string reason);

    [LoggerMessage(3102, LogLevel.Warning, "Mail {MessageId} to {Recipient} was refused for good by relay {Relay}, for the {Blame}'s sake: {Reason}")]
    private static partial void Rejected(this ILogger log, string relay, string messageId, string recipient, Blame blame, string reason);

    [LoggerMessage(3103, LogLevel.Warning, "Nobody knows whether relay {Relay} took mail {MessageId} to {Recipient}; sending it again may make a duplicate: {Reason}")]
    private static partial void Unknown(this ILogger log, string relay, string messageId, string recipient, string reason);

    [LoggerMessage(3110, LogLevel.Information, "A kept session to relay {Relay} was dead; the mail goes over a fresh one: {Reason}")]
    public static partial void StaleSession(this ILogger log, string relay, string reason);

    [LoggerMessage(3111, LogLevel.Information, "Mail {MessageId} was given up before it was sent by relay {Relay}, because we are stopping")]
    public static partial void Abandoned(this ILogger log, string relay, string messageId);
}
