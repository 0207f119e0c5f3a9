using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>An e-mail that comes twice is marked so in the ledger, has an attempt whose end nobody saw, and something happened that explains it.</summary>
internal static class Explained
{
    public const string Name = "explained";

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        var ambiguous = stories.Evidence.Faults.Where(fault => fault.Ambiguous).ToList();
        var unread = 0L;
        foreach (var story in stories.All.Where(story => story.Extra > 0))
        {
            unread += story.Taken.SkipLast(1).LongCount(copy => !copy.CouldBeRead);
            tally.Add(Flaw(story, ambiguous, stories.Evidence.Run.LongestSend));
        }

        return tally.Find(unread > 0 ? $"{unread} copies whose answer nobody could read" : "");
    }

    private static string? Flaw(OrderStory story, List<FaultLine> ambiguous, TimeSpan longestSend)
    {
        if (!story.Ledger.Any(order => order.PossibleDuplicate))
            return $"{story.Recipient} has {story.Taken.Count} and is not marked";

        var unseen = story.Ledger.Sum(order => order.Ends.Count(end => end.Outcome is "unknown" or "taken_over"));
        if (story.Extra > unseen)
            return $"{story.Recipient} has {story.Taken.Count} after {unseen} attempts whose end nobody saw";

        // An attempt that a fault has struck while it was sending may send on afterwards.
        foreach (var (copy, next) in story.Taken.Zip(story.Taken.Skip(1)))
        {
            if (copy.CouldBeRead && !ambiguous.Any(fault => fault.Began <= next.At && fault.Ended >= copy.At - longestSend))
                return $"{story.Recipient}: nothing happened between {copy.At:HH:mm:ss.fff} and {next.At:HH:mm:ss.fff}";
        }

        return null;
    }
}
