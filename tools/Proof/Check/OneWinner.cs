using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>Of all who tried an order's e-mail one has the last word; whoever was taken over and ended after all is not the winner.</summary>
internal static class OneWinner
{
    public const string Name = "one winner";

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        foreach (var order in stories.Evidence.Ledger)
            tally.Add(Flaw(order));
        return tally.Find();
    }

    private static string? Flaw(LedgerLine order)
    {
        var takenOver = Attempts(order, "taken_over");
        var accepted = Attempts(order, "accepted");
        var winners = accepted.Except(takenOver).ToList();
        if (winners.Count > 1)
            return $"order {order.OrderId} was accepted by attempts {string.Join(" and ", winners)}";
        return order.Status == "accepted" && accepted.Count == 0 ? $"order {order.OrderId} is accepted by no attempt" : null;
    }

    private static HashSet<int> Attempts(LedgerLine order, string outcome) => [.. order.Ends.Where(end => end.Outcome == outcome).Select(end => end.Attempt)];
}
