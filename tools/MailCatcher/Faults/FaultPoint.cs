namespace Notifications.MailCatcher.Faults;

/// <summary>Where in the conversation a fault strikes: in place of what the server would say there.</summary>
public enum FaultPoint
{
    /// <summary>A client has connected; the banner is due.</summary>
    Connect,

    /// <summary>EHLO or HELO.</summary>
    Helo,

    /// <summary>MAIL FROM.</summary>
    Mail,

    /// <summary>RCPT TO.</summary>
    Rcpt,

    /// <summary>DATA; and, for a cut, the middle of the content.</summary>
    Data,

    /// <summary>The final dot: the point after which the client cannot know whether the message was taken.</summary>
    EndOfData,
}
