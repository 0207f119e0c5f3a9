namespace Notifications.MailCatcher.Smtp;

/// <summary>What came of waiting for the client.</summary>
internal enum SmtpInput
{
    /// <summary>A line; or, while content is read, its end.</summary>
    Complete,

    /// <summary>A line beyond the limit: thrown away up to its end.</summary>
    LineTooLong,

    /// <summary>A line that ended with LF alone.</summary>
    BareLineFeed,

    /// <summary>A line with control characters or broken UTF-8.</summary>
    NotText,

    /// <summary>Silence beyond the limit.</summary>
    Idle,

    /// <summary>We are stopping.</summary>
    Stopping,

    /// <summary>The client went away.</summary>
    Gone,
}
