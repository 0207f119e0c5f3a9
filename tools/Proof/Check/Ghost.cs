namespace Notifications.Proof.Check;

/// <summary>Nothing comes from nowhere: an e-mail has an order in the ledger, an order there has a client that asked for it and was not told no.</summary>
internal static class Ghost
{
    public const string Name = "ghost";

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        foreach (var story in stories.All)
        {
            foreach (var mail in story.Taken)
                tally.Add(story.Ledger.Count > 0 ? null : $"e-mail {mail.MessageId} to {story.Recipient} has no order");
            foreach (var order in story.Ledger)
                tally.Add(story.MayBeStored ? null : $"order {order.OrderId} of {story.Recipient} was {(story.Requests.Count > 0 ? "refused" : "asked for by nobody")}");
        }

        return tally.Find();
    }
}
