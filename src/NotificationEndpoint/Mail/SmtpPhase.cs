namespace Notifications.NotificationEndpoint.Mail;

/// <summary>How far one conversation has come: decides whether a broken one could have delivered the mail.</summary>
public enum SmtpPhase
{
    /// <summary>TCP, TLS, greeting, EHLO, AUTH: the relay knows nothing of the mail.</summary>
    Connect,

    /// <summary>MAIL and RCPT: the relay knows sender and recipient, and will send nothing.</summary>
    Envelope,

    /// <summary>DATA is said or content is flowing: without its end the relay must drop it.</summary>
    Data,

    /// <summary>
    /// The block with the final dot is being handed to the socket. A write that is cancelled or times out here may yet have gone
    /// out: the operating system can take the last bytes in the same instant in which we give up.
    /// </summary>
    LastBlock,

    /// <summary>The final dot left; only the relay knows what becomes of the mail.</summary>
    FinalDot,
}
