using static Notifications.NotificationEndpoint.Tests.Behaviours.Behaviour;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ending;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>The relay never gets to hear of the e-mail: it is away, or does not want us.</summary>
internal static class Connecting
{
    private static readonly string[] AsksForAccount = ["PIPELINING", "AUTH PLAIN", "8BITMIME"];

    public static readonly Behaviour[] Rows =
    [
        new("turns connections away", [], [TakenByNext], 1, Down) { Deaf = DeafPort.Closed },
        new("turns connections away and is the only one", [], [PutOffForRelay, NoRelay], 0, Down) { Deaf = DeafPort.Closed, Alone = true },
        new("does not answer to SYN", [], [TakenByNext], 1, Down) { Deaf = DeafPort.BlackHole, With = ShortConnect },
        new("never accepts the connection", [], [TakenByNext], 1, Down) { Deaf = DeafPort.NeverAccepting, With = ShortCommand },
        new("never greets", [At(Banner, Hangs)], [TakenByNext], 1, Down) { With = ShortCommand },
        new("closes before it greets", [At(Banner, Closes)], [TakenByNext], 1, Down),
        new("resets before it greets", [At(Banner, Resets)], [TakenByNext], 1, Down),
        new("greets with 554", [At(Banner, Leaves("554 5.7.1 You are blocked"))], [TakenByNext], 1, Down),
        new("greets with 421", [At(Banner, Leaves("421 4.7.0 Too many connections"))], [TakenByNext], 1, LessOnNewSession) { With = Patient },
        new(
            "greets with 421 and is the only one",
            [At(Banner, Leaves("421 4.7.0 Too many connections"))],
            [PutOffForRelay, Taken], 1, LessOnSameSession) { With = Patient, Alone = true },
        new("greets with half a line", [At(Banner, SaysHalfAndHangs("220 relay.exa"))], [TakenByNext], 1, Down) { With = ShortCommand },
        new("greets byte by byte without end", [At(Banner, Drips("220 "))], [TakenByNext], 1, Down) { With = ShortCommand },
        new(
            "greets after long lines of welcome",
            [At(Banner, Says([.. Enumerable.Repeat("220-No spam please, we have had enough", 50), "220 relay.example"]))],
            [Taken], 1, SameSession),
        new("speaks SSH", [At(Banner, SaysHalfAndHangs("SSH-2.0-OpenSSH_9.2\r\n"))], [TakenByNext], 1, Down),
        new("dies after its greeting", [At(Ehlo, Hangs)], [TakenByNext], 1, Down) { With = ShortCommand },
        new("closes at EHLO", [At(Ehlo, Closes)], [TakenByNext], 1, Down),
        new("answers EHLO with 421", [At(Ehlo, Leaves("421 4.3.2 Shutting down"))], [TakenByNext], 1, Down),
        new("knows neither EHLO nor HELO", [At(Ehlo, Says("502 5.5.1 What?")), At(Helo, Says("502 5.5.1 What?"))], [TakenByNext], 1, Down),
        new("does not accept our password", [At(Auth, Says("535 5.7.8 Authentication failed"))], [TakenByNext], 1, Down) { Offers = AsksForAccount, With = WithAccount },
        new("finds our password too weak", [At(Auth, Says("534 5.7.9 Mechanism too weak"))], [TakenByNext], 1, Down) { Offers = AsksForAccount, With = WithAccount },
        new(
            "cannot check our password now",
            [At(Auth, Says("454 4.7.0 Temporary authentication failure"))],
            [TakenByNext], 1, Down) { Offers = AsksForAccount, With = WithAccount },
        new("has no accounts though we have one", [], [TakenByNext], 1, Down) { With = WithAccount },
        new("accepts our account", [], [Taken], 1, SameSession) { Offers = AsksForAccount, With = WithAccount },
    ];
}
