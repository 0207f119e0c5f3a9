using static Notifications.NotificationEndpoint.Tests.Behaviours.Behaviour;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ending;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>How long a session lives, and what its death costs: nothing, as long as MAIL was not taken on it.</summary>
internal static class Sessions
{
    public static readonly Behaviour[] Rows =
    [
        new("closes after every mail", [At(Dot, Leaves("250 2.0.0 Ok")).From(1)], [Taken], 1, NewSession) { Before = 2 },
        new("closes the session that idles", [At(Dot, Leaves("250 2.0.0 Ok", "421 4.4.2 Idle for too long"))], [Taken], 1, SameSession) { Before = 1 },
        new("resets the session that idles", [At(Dot, SaysAndResets("250 2.0.0 Ok"))], [Taken], 1, SameSession) { Before = 1 },
        new("allows two mails a session", [At(MailFrom, Leaves("421 4.7.0 Too many mails in this session")).OnlyThe(3)], [Taken], 1, SameSession) { Before = 2 },
        new(
            "allows two mails a session and does not close it",
            [At(MailFrom, Says("452 4.5.3 Too many mails in this session")).OnlyThe(3)],
            [Taken], 1, SameSession) { Before = 2 },
        new("forgets about the session", [At(MailFrom, Hangs).OnlyThe(2)], [Taken], 1, SameSession) { Before = 1, With = FewSeconds },
        new(
            "closes the session that idles and is gone",
            [At(Dot, Leaves("250 2.0.0 Ok")), At(Banner, Leaves("421 4.3.2 Shutting down")).OnlyThe(2)],
            [TakenByNext], 1, Down) { Before = 1 },
        new("resets a kept session after MAIL", [At(RcptTo, Resets).OnlyThe(2)], [TakenByNext], 1, NewSession) { Before = 1, With = Patient, Offers = [] },
        new("resets a kept session at the dot", [At(Dot, Resets).OnlyThe(2)], [Unseen, SentAgain], 2, SameSession) { Before = 1, With = Patient },
        new("does not know RSET", [At(RcptTo, Says("550 5.1.1 No such user")), At(Rset, Says("500 5.5.2 What?"))], [RejectedForRecipient], 0, NewSession),
        new("leaves at RSET", [At(RcptTo, Says("550 5.1.1 No such user")), At(Rset, Leaves("421 4.3.2 Bye"))], [RejectedForRecipient], 0, NewSession),
        new("does not answer RSET", [At(RcptTo, Says("550 5.1.1 No such user")), At(Rset, Hangs)], [RejectedForRecipient], 0, NewSession) { With = FewSeconds },
        new("does not answer RSET after the dot", [At(Dot, Says("554 5.6.0 No")), At(Rset, Hangs)], [RejectedForMessage], 1, NewSession) { With = FewSeconds },
        new("does not answer QUIT", [At(Quit, Hangs)], [Taken], 1, NewSession) { With = settings => settings with { SessionMails = 1 } },
    ];
}
