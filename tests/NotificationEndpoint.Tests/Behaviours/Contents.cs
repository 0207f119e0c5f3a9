using static Notifications.NotificationEndpoint.Tests.Behaviours.Behaviour;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ending;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Turn;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>From DATA to the last byte before the final dot: whatever goes wrong, it was not sent.</summary>
internal static class Contents
{
    public static readonly Behaviour[] Rows =
    [
        new("leaves at DATA", [At(Data, Leaves("421 4.3.2 Shutting down"))], [TakenByNext], 1, LessOnNewSession) { With = Patient },
        new("has no storage at DATA", [At(Data, Says("452 4.3.1 Insufficient system storage"))], [TakenByNext], 1, LessOnSameSession) { With = Patient },
        new("throttles at DATA", [At(Data, Says("454 4.7.0 Throttling failure"))], [TakenByNext], 1, LessOnSameSession) { With = Patient },
        new("cannot process DATA now", [At(Data, Says("451 4.3.0 Local error in processing"))], [TakenByNext], 1, Down),
        new("puts DATA off without a reason", [At(Data, Says("451 Later"))], [PutOffForMessage, Taken], 1, SameSession),
        new("refuses DATA", [At(Data, Says("554 5.5.1 No valid recipients"))], [RejectedForMessage], 0, SameSession),
        new("does not know DATA", [At(Data, Says("502 5.5.1 Not implemented"))], [TakenByNext], 1, Down),
        new("says 250 to DATA", [At(Data, Says("250 2.0.0 Ok"))], [TakenByNext], 1, Down),
        new("does not answer DATA", [At(Data, Hangs)], [TakenByNext], 1, Down) { With = ShortCommand },
        new("resets in the middle of the content", [At(Content, HearsALineAndResets)], [TakenByNext], 1, Down) { Order = Orders.Huge },
        new("hangs in the middle of the content", [At(Content, Freezes)], [TakenByNext], 1, Down) { Order = Orders.Huge, With = ShortData },
        new("refuses the content before its end", [At(Content, Says("554 5.6.0 I have seen enough")), At(Dot, Nothing)], [RejectedForMessage], 1, SameSession),
    ];
}
