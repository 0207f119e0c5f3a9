namespace Notifications.Proof.Check;

/// <summary>A second copy is the same mail, so that whoever knows the first can tell; and no mail passes for that of another order.</summary>
internal static class Identical
{
    public const string Name = "identical";

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        var owners = new Dictionary<string, string>();
        foreach (var story in stories.All.Where(story => story.Taken.Count > 0))
            tally.Add(Flaw(story, owners));
        return tally.Find();
    }

    private static string? Flaw(OrderStory story, Dictionary<string, string> owners)
    {
        var first = story.Taken[0];
        if (first.MessageId is not { } id)
            return $"an e-mail to {story.Recipient} has no Message-ID";
        if (story.Taken.Any(copy => copy.MessageId != id))
            return $"copies to {story.Recipient} have other Message-IDs";
        if (story.Taken.Any(copy => copy.Content != first.Content))
            return $"copies to {story.Recipient} have other bytes";
        return owners.TryAdd(id, story.Recipient) ? null : $"{story.Recipient} and {owners[id]} share {id}";
    }
}
