using static Notifications.NotificationEndpoint.Tests.Behaviours.Behaviour;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ending;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>TLS is required, so whoever cannot prove to be the relay gets nothing.</summary>
internal static class Protection
{
    private static readonly string[] OffersTls = ["PIPELINING", "STARTTLS", "8BITMIME"];

    public static readonly Behaviour[] Rows =
    [
        new("does not offer STARTTLS", [], [TakenByNext], 1, Down) { With = OverStartTls },
        new("refuses STARTTLS", [At(StartTls, Says("454 4.7.0 TLS not available"))], [TakenByNext], 1, Down) { Offers = OffersTls, With = OverStartTls },
        new(
            "goes on in plain text after STARTTLS",
            [At(StartTls, Says("220 2.0.0 Ready", "250 2.0.0 Never mind"))],
            [TakenByNext], 1, Down) { Offers = OffersTls, With = OverStartTls },
        new(
            "hangs in the TLS handshake",
            [At(StartTls, SaysHalfAndHangs("220 2.0.0 Ready\r\n"))],
            [TakenByNext], 1, Down) { Offers = OffersTls, With = settings => ShortCommand(OverStartTls(settings)) },
        new("closes in the TLS handshake", [At(StartTls, Leaves("220 2.0.0 Ready"))], [TakenByNext], 1, Down) { Offers = OffersTls, With = OverStartTls },
        new("speaks plain text on the port for TLS", [], [TakenByNext], 1, Down) { With = OverTls },
        new("says nothing on the port for TLS", [At(Banner, Hangs)], [TakenByNext], 1, Down) { With = settings => ShortConnect(OverTls(settings)) },
        new("shows a certificate that nobody vouches for", [], [TakenByNext], 1, Down) { Offers = OffersTls, With = OverStartTls, Certificate = Certificates.SelfSigned },
        new("shows another host's certificate", [], [TakenByNext], 1, Down) { Offers = OffersTls, With = OverStartTls, Certificate = Certificates.OfAnotherHost },
        new("shows an expired certificate", [], [TakenByNext], 1, Down) { Offers = OffersTls, With = OverStartTls, Certificate = Certificates.Expired },
        new("shows its certificate", [], [Taken], 1, SameSession) { Offers = OffersTls, With = OverStartTls, Certificate = Certificates.Good },
        new("shows its certificate on the port for TLS", [At(Banner, SecuresAndGreets(Certificates.Good)).From(1)], [Taken], 1, SameSession) { With = OverTls },
        new(
            "has answers slipped in before TLS",
            [At(StartTls, SaysThenSecures("220 2.0.0 Ready\r\n250-evil.example\r\n250 AUTH PLAIN\r\n", Certificates.Good))],
            [Taken], 1, SameSession) { Offers = OffersTls, With = OverStartTls },
    ];
}
