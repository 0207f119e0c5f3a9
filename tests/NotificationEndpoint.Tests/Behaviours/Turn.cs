namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>Where in a conversation it is the relay's turn.</summary>
public enum Turn
{
    Banner,
    Ehlo,
    Helo,
    StartTls,
    Auth,
    MailFrom,
    RcptTo,
    Data,

    /// <summary>After 354: the content is on its way.</summary>
    Content,
    Dot,
    Rset,
    Quit,

    /// <summary>What the client said is no command.</summary>
    Other,
}
