namespace Notifications.Proof.Check;

/// <summary>The promise: an order that was answered with yes has its e-mail, or the server has refused it for good and the ledger says so.</summary>
internal static class Lost
{
    public const string Name = "lost";

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        var refused = 0L;
        foreach (var story in stories.All.Where(story => story.IsStored))
        {
            if (story.IsRefusedForGood)
                refused++;
            tally.Add(Flaw(story));
        }

        return tally.Find(refused > 0 ? $"{refused} refused for good" : "");
    }

    private static string? Flaw(OrderStory story) => story switch
    {
        { Taken.Count: > 0 } => null,
        { WasRefused: false } => $"{story.Recipient} has no e-mail",
        _ when story.Ledger.Any(order => order.Status == "rejected") => null,
        _ => $"{story.Recipient} was refused and is not rejected in the ledger",
    };
}
