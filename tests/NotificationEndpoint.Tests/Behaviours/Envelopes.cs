using static Notifications.NotificationEndpoint.Tests.Behaviours.Behaviour;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ending;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>MAIL and RCPT: here a relay speaks up about us, about the customer, and about itself, with the same codes.</summary>
internal static class Envelopes
{
    public static readonly Behaviour[] Rows =
    [
        new("wants us to log in first", [At(MailFrom, Says("530 5.7.0 Authentication required"))], [TakenByNext], 1, Down),
        new("denies our sender", [At(MailFrom, Says("550 5.7.1 Sender denied"))], [TakenByNext], 1, Down),
        new("cannot take mail now", [At(MailFrom, Says("451 4.3.0 Try again later"))], [TakenByNext], 1, Down),
        new("has no storage at MAIL", [At(MailFrom, Says("452 4.3.1 Insufficient system storage"))], [TakenByNext], 1, LessOnSameSession) { With = Patient, AfterwardsPipelined = LessOnNewSession },
        new("throttles at MAIL", [At(MailFrom, Says("454 4.7.0 Throttling failure"))], [TakenByNext], 1, LessOnSameSession) { With = Patient, AfterwardsPipelined = LessOnNewSession },
        new("leaves at MAIL", [At(MailFrom, Leaves("421 4.4.2 Bye"))], [TakenByNext], 1, LessOnNewSession) { With = Patient },
        new(
            "finds it too big by its SIZE",
            [At(MailFrom, Says("552 5.3.4 Message size exceeds fixed limit"))],
            [RejectedForMessage], 0, SameSession) { Offers = ["SIZE 3000"], Order = Orders.OfManyLines },
        new("takes more than the SIZE that it offers", [], [Taken], 1, SameSession) { Offers = ["SIZE 3000"], Order = Orders.OfManyLines },
        new("does not answer MAIL", [At(MailFrom, Hangs)], [TakenByNext], 1, Down) { With = ShortCommand },

        new("does not know the customer", [At(RcptTo, Says("550 5.1.1 <jose@example.test>: no such user"))], [RejectedForRecipient], 0, SameSession),
        new("says a bare 550", [At(RcptTo, Says("550 No"))], [RejectedForRecipient], 0, SameSession),
        new("says that the mailbox is closed", [At(RcptTo, Says("550 5.2.1 Mailbox disabled"))], [RejectedForRecipient], 0, SameSession),
        new("says that the domain takes no mail", [At(RcptTo, Says("556 5.1.10 Recipient address has null MX"))], [RejectedForRecipient], 0, SameSession),
        new("says that the customer is elsewhere", [At(RcptTo, Says("551 5.1.6 User not local"))], [RejectedForRecipient], 0, SameSession),
        new("finds the address malformed", [At(RcptTo, Says("553 5.1.3 Bad recipient address syntax"))], [RejectedForRecipient], 0, SameSession),
        new("says that the mailbox is over its quota for good", [At(RcptTo, Says("552 5.2.2 Over quota"))], [RejectedForRecipient], 0, SameSession),
        new("says that the mailbox is full", [At(RcptTo, Says("452 4.2.2 Over quota"))], [PutOffForRecipient, Taken], 1, SameSession),
        new("greylists", [At(RcptTo, Says("450 4.2.0 Greylisted, come back in a minute"))], [PutOffForRecipient, Taken], 1, SameSession),
        new(
            "greylists for long",
            [At(RcptTo, Says("451 4.7.1 Please try again later")).Times(3)],
            [PutOffForRecipient, PutOffForRecipient, PutOffForRecipient, Taken], 1, SameSession),
        new("does not relay for us", [At(RcptTo, Says("554 5.7.1 Relay access denied"))], [TakenByNext], 1, Down),
        new("blocks our address", [At(RcptTo, Says("550 5.7.1 Service unavailable; client host blocked"))], [TakenByNext], 1, Down),
        new("does not relay for us today", [At(RcptTo, Says("454 4.7.1 Relay access denied"))], [TakenByNext], 1, LessOnSameSession) { With = Patient },
        new("has sent enough for us today", [At(RcptTo, Says("550 5.4.5 Daily user sending limit exceeded"))], [TakenByNext], 1, Down),
        new(
            "finds that we send too much",
            [At(RcptTo, Says("450 4.7.28 Unusual rate of mail from your IP address"))],
            [TakenByNext], 1, LessOnSameSession) { With = Patient },
        new("is congested", [At(RcptTo, Says("451 4.4.5 System congestion"))], [TakenByNext], 1, LessOnSameSession) { With = Patient },
        new("has no storage at RCPT", [At(RcptTo, Says("452 4.3.1 Insufficient system storage"))], [TakenByNext], 1, LessOnSameSession) { With = Patient },
        new("is not configured", [At(RcptTo, Says("451 4.3.5 Server configuration error"))], [TakenByNext], 1, Down),
        new("leaves at RCPT", [At(RcptTo, Leaves("421 4.3.2 Shutting down"))], [TakenByNext], 1, LessOnNewSession) { With = Patient },
        new("lost the thread", [At(RcptTo, Says("503 5.5.1 Need MAIL command"))], [TakenByNext], 1, NewSession) { With = Patient },
        new("will forward", [At(RcptTo, Says("251 2.1.5 User not local; will forward"))], [Taken], 1, SameSession),
        new("cannot verify but will try", [At(RcptTo, Says("252 2.1.5 Cannot VRFY user, but will try"))], [Taken], 1, SameSession),
        new("does not answer RCPT", [At(RcptTo, Hangs)], [TakenByNext], 1, Down) { With = ShortCommand },
    ];
}
