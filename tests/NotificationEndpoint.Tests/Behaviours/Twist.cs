using Notifications.NotificationEndpoint.Tests.Mail;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>What a relay does at its turn in place of what it should: from the first to the last of these times that it is there, over all conversations.</summary>
public sealed record Twist(Turn At, Func<PeerSession, Task> Do, int First = 1, int Last = 1)
{
    public Twist Times(int times) => this with { Last = times };

    public Twist From(int first) => this with { First = first, Last = int.MaxValue };

    public Twist OnlyThe(int time) => this with { First = time, Last = time };
}
