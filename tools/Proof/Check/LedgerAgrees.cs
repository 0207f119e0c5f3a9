namespace Notifications.Proof.Check;

/// <summary>The ledger says accepted of those orders whose e-mail the server has, and of no others.</summary>
internal static class LedgerAgrees
{
    public const string Name = "ledger agrees";

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        var (accepted, sent) = (0L, 0L);
        foreach (var story in stories.All)
        {
            foreach (var order in story.Ledger)
            {
                var (says, has) = (order.Status == "accepted", story.Taken.Count > 0);
                accepted += says ? 1 : 0;
                sent += has ? 1 : 0;
                tally.Add(says == has ? null : $"order {order.OrderId} is {order.Status ?? "without a delivery"} and the server has {(has ? "its" : "no")} e-mail");
            }
        }

        return tally.Find($"{accepted} accepted, {sent} with an e-mail");
    }
}
