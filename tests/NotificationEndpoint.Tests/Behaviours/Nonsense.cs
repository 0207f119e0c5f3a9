using static Notifications.NotificationEndpoint.Tests.Behaviours.Behaviour;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ending;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>What is not SMTP, or not quite.</summary>
internal static class Nonsense
{
    public static readonly Behaviour[] Rows =
    [
        new("gives two codes in one answer", [At(RcptTo, Says("250-2.1.5 Ok", "550 5.1.1 No"))], [TakenByNext], 1, Down),
        new("does not end its answer", [At(Ehlo, Floods("250-AND-SO-ON"))], [TakenByNext], 1, Down),
        new("does not end its line", [At(RcptTo, Drowns("250 2.1.5 Ok, and so on"))], [TakenByNext], 1, Down),
        new("says a line of 8 KB", [At(Dot, Says($"250 2.0.0 {new string('x', 8_000)}"))], [Taken], 1, SameSession),
        new("refuses with a line of 8 KB", [At(RcptTo, Says($"550 5.1.1 {new string('x', 8_000)}"))], [RejectedForRecipient], 0, SameSession),
        new("says a line of 1 MB", [At(RcptTo, Says($"250 2.1.5 {new string('x', 1_000_000)}"))], [Taken], 1, SameSession),
        new("says a line of 1 MB to the dot", [At(Dot, Says($"250 2.0.0 {new string('x', 1_000_000)}"))], [Taken], 1, SameSession),
        new("refuses with a line of 1 MB", [At(RcptTo, Says($"550 5.1.1 {new string('x', 1_000_000)}"))], [RejectedForRecipient], 0, SameSession),
        new("says NUL", [At(Dot, Says("250 2.0.0 a\0b"))], [Taken], 1, SameSession),
        new("refuses with NUL", [At(RcptTo, Says("550 5.1.1 a\0b"))], [RejectedForRecipient], 0, SameSession),
        new(
            "ends its lines with LF",
            [At(MailFrom, SaysRaw("250 2.1.0 Ok\n")), At(RcptTo, SaysRaw("250 2.1.5 Ok\n")), At(Dot, SaysRaw("250-2.0.0 Ok\n250 queued\n"))],
            [Taken], 1, SameSession),
        new("says bytes that are no UTF-8", [At(Dot, SaysBytes([.. "250 2.0.0 "u8, 0xE9, 0xFF, 0xC3, 0x28, .. "\r\n"u8]))], [Taken], 1, SameSession),
        new("refuses in Chinese", [At(RcptTo, Says("550 5.1.1 用户不存在 🤷"))], [RejectedForRecipient], 0, SameSession),
        new("moves the terminal", [At(RcptTo, Says("550 5.1.1 \u001b[2J\u001b[31m\u202egone\a"))], [RejectedForRecipient], 0, SameSession),
        new("says nothing but a code", [At(RcptTo, Says("550"))], [RejectedForRecipient], 0, SameSession),
        new("says a code of four digits", [At(RcptTo, Says("2500 Ok"))], [TakenByNext], 1, Down),
        new("says a code of thirty digits", [At(RcptTo, Says($"{new string('2', 30)} Ok"))], [TakenByNext], 1, Down),
        new("says an empty line", [At(RcptTo, Says(""))], [TakenByNext], 1, Down) { With = ShortCommand },
        new("says code 999", [At(RcptTo, Says("999 5.1.1 No"))], [TakenByNext], 1, Down),
        new("contradicts itself", [At(RcptTo, Says("550 2.1.5 Ok"))], [RejectedForRecipient], 0, SameSession),
        new("answered the mail before twice", [At(Dot, Says("250 2.0.0 Ok", "250 2.0.0 Ok"))], [TakenByNext], 1, Down) { Before = 1 },
        new(
            "spells its answers",
            [At(Ehlo, Spells("250-relay.example\r\n250 PIPELINING")), At(MailFrom, Spells("250 2.1.0 Ok")), At(RcptTo, Spells("250 2.1.5 Ok")), At(Dot, Spells("250 2.0.0 Ok"))],
            [Taken], 1, SameSession),
    ];
}
