using static Notifications.NotificationEndpoint.Tests.Behaviours.Behaviour;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ending;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>What a relay offers, and what it makes of it.</summary>
internal static class Capabilities
{
    public static readonly Behaviour[] Rows =
    [
        new("offers nothing", [], [Taken], 1, SameSession) { Offers = [] },
        new("knows no EHLO", [At(Ehlo, Says("502 5.5.2 Command not recognized")).Times(9)], [Taken], 1, SameSession) { Hears = "MAIL FROM:<orders@shop.example>" },
        new("offers no 8BITMIME", [], [Taken], 1, SameSession) { Offers = ["PIPELINING"], Hears = "MAIL FROM:<orders@shop.example>" },
        new(
            "offers all there is",
            [],
            [Taken], 1, SameSession) { Offers = ["PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8", "CHUNKING", "BINARYMIME", "DSN", "ENHANCEDSTATUSCODES"] },
        new("offers nonsense", [], [Taken], 1, SameSession) { Offers = ["SIZE many", "AUTH", "", "X-UNKNOWN \u001b[2J", "PIPELINING PLEASE"] },
        new("answers MAIL and RCPT together", [At(MailFrom, Nothing), At(RcptTo, Says("250 2.1.0 Ok", "250 2.1.5 Ok"))], [Taken], 1, SameSession),
        new("answers RCPT before MAIL", [At(MailFrom, Nothing), At(RcptTo, Says("550 5.1.1 No such user", "250 2.1.0 Ok"))], [TakenByNext], 1, Down),
        new(
            "refuses MAIL and RCPT together",
            [At(MailFrom, Says("450 4.3.2 Not now")), At(RcptTo, Says("503 5.5.1 Need MAIL command"))],
            [TakenByNext], 1, LessOnSameSession) { With = Patient },
        new("cannot spell the address", [], [RejectedForRecipient], 0, SameSession) { Order = Orders.To("josé@example.test") },
        new(
            "can spell the address",
            [],
            [Taken], 1, SameSession) { Offers = ["8BITMIME", "SMTPUTF8"], Order = Orders.To("josé@example.test"), Hears = "RCPT TO:<josé@example.test>" },
        new("hears of a domain with an umlaut", [], [Taken], 1, SameSession) { Order = Orders.To("jose@müller.example"), Hears = "RCPT TO:<jose@xn--mller-kva.example>" },
    ];
}
