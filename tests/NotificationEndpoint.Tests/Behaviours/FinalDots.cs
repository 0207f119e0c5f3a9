using static Notifications.NotificationEndpoint.Tests.Behaviours.Behaviour;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ending;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>The whole e-mail is there. A clear no is a no; anything that is neither yes nor no may be a yes, and then nobody else gets the e-mail at once.</summary>
internal static class FinalDots
{
    public static readonly Behaviour[] Rows =
    [
        new("leaves at the dot", [At(Dot, Leaves("421 4.3.2 Shutting down"))], [TakenByNext], 2, LessOnNewSession) { With = Patient },
        new("cannot store it", [At(Dot, Says("451 4.3.0 Queue file write error"))], [TakenByNext], 2, Down),
        new("has no storage at the dot", [At(Dot, Says("452 4.3.1 Insufficient system storage"))], [TakenByNext], 2, LessOnSameSession) { With = Patient },
        new("throttles at the dot", [At(Dot, Says("454 Throttling failure: Maximum sending rate exceeded."))], [TakenByNext], 2, LessOnSameSession) { With = Patient },
        new(
            "finds at the dot that we send too much",
            [At(Dot, Says("450 4.7.28 Unusual rate of mail from your IP address"))],
            [TakenByNext], 2, LessOnSameSession) { With = Patient },
        new("has sent enough for us today, as it says at the dot", [At(Dot, Says("550 5.4.5 Daily user sending limit exceeded"))], [TakenByNext], 2, Down),
        new("cannot scan it now", [At(Dot, Says("451 4.6.0 Cannot scan it now"))], [PutOffForMessage, Taken], 2, SameSession),
        new("finds it too big", [At(Dot, Says("552 5.3.4 Message too big"))], [RejectedForMessage], 1, SameSession),
        new("finds it malformed", [At(Dot, Says("554 5.6.0 Message content rejected"))], [RejectedForMessage], 1, SameSession),
        new("takes it for spam", [At(Dot, Says("550 5.7.1 Message rejected as spam"))], [RejectedForMessage], 1, SameSession),
        new(
            "finds our domain not authenticated",
            [At(Dot, Says("550 5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy"))],
            [TakenByNext], 2, Down),
        new("wants us to log in at the dot", [At(Dot, Says("530 5.7.0 Authentication required"))], [TakenByNext], 2, Down),

        new("takes it", [], [Taken], 1, SameSession),
        new("takes it with nothing but 250", [At(Dot, Says("250"))], [Taken], 1, SameSession),
        new("takes it with 251", [At(Dot, Says("251 2.0.0 Will forward"))], [Taken], 1, NewSession),
        new("takes it with 252", [At(Dot, Says("252 2.0.0 Will try"))], [Taken], 1, NewSession),
        new("takes it with 299", [At(Dot, Says("299 Whatever"))], [Taken], 1, NewSession),
        new("takes it in many lines", [At(Dot, Says("250-2.0.0 Ok", "250-2.0.0 queued", "250 2.0.0 as 4XyZ"))], [Taken], 1, SameSession),
        new("takes it and resets", [At(Dot, SaysAndResets("250 2.0.0 Ok"))], [Taken], 1, NewSession),

        new("resets at the dot", [At(Dot, Resets)], [Unseen, SentAgain], 2, SameSession) { With = Patient },
        new("closes at the dot", [At(Dot, Closes)], [Unseen, SentAgain], 2, SameSession) { With = Patient },
        new("closes at the dot and is down then", [At(Dot, Closes)], [Unseen, SentAgainBySecond], 2, Down),
        new(
            "closes at every dot and is the only one",
            [At(Dot, Closes).Times(3)],
            [Unseen, UnseenAgain, UnseenForTheLastTime], 3, NewSession) { With = Patient, Alone = true },
        new("does not answer the dot", [At(Dot, Hangs)], [Unseen, SentAgainBySecond], 2, Down) { With = ShortDot },
        new("says 250 when we have given up", [At(Dot, SaysTooLate("250 2.0.0 Ok"))], [Unseen, SentAgainBySecond], 2, Down) { With = ShortDot },
        new("drips its answer without end", [At(Dot, Drips("250 "))], [Unseen, SentAgainBySecond], 2, Down) { With = ShortDot },
        new("begins to say 250 and closes", [At(Dot, SaysHalfAndCloses("250 2.0.0 O"))], [Unseen, SentAgain], 2, SameSession) { With = Patient },
        new("announces a second line and closes", [At(Dot, Leaves("250-2.0.0 Ok"))], [Unseen, SentAgain], 2, SameSession) { With = Patient },
        new("says 354 to the dot", [At(Dot, Says("354 Go ahead"))], [Unseen, SentAgain], 2, SameSession) { With = Patient },
        new("says 250 and 550 in one answer to the dot", [At(Dot, Says("250-2.0.0 Ok", "550 5.0.0 No"))], [Unseen, SentAgain], 2, SameSession) { With = Patient },
        new("answers the dot with nonsense", [At(Dot, Says("Thank you!"))], [Unseen, SentAgain], 2, SameSession) { With = Patient },
        new("does not end its answer to the dot", [At(Dot, Floods("250-2.0.0 and so on"))], [Unseen, SentAgain], 2, SameSession) { With = Patient },
    ];
}
