using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>At the end nothing is on its way: every e-mail is accepted or rejected, and nobody holds, waits for or pursues anything.</summary>
internal static class Closed
{
    public const string Name = "closed";

    public static Finding Check(Evidence evidence)
    {
        var tally = new Tally(Name);
        foreach (var order in evidence.Ledger)
            tally.Add(order.Status is "accepted" or "rejected" ? null : $"order {order.OrderId} is {order.Status ?? "without a delivery"}");

        var remains = evidence.Remains;
        tally.Add(Left("in the outbox", remains.Outbox));
        tally.Add(Left("claimed", remains.Claims));
        tally.Add(Left("pursued", remains.Pursued));
        foreach (var (queue, messages) in remains.Queues)
            tally.Add(Left($"in queue {queue}", messages));
        return tally.Find();
    }

    private static string? Left(string where, long count) => count == 0 ? null : $"{count} {where}";
}
