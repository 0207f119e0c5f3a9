namespace Notifications.Proof.Check;

/// <summary>
/// E-mails beyond the first of an order: none where none may be, and otherwise no more than could have been between their final dot and the record of the
/// answer when a fault struck, and those whose answer nobody could read.
/// </summary>
internal static class Duplicates
{
    public const string Name = "duplicates";

    public static Finding Check(Stories stories)
    {
        var (evidence, taken) = (stories.Evidence, stories.All.Sum(story => (long)story.Taken.Count));
        var extra = Count(stories);
        if (!evidence.Run.Expected.DuplicatesPossible)
            return new(Name, taken, extra, extra == 0 ? "none" : $"{extra}, and none may be: {Examples(stories)}");

        var ambiguous = evidence.Faults.LongCount(fault => fault.Ambiguous);
        var unread = evidence.Mail.LongCount(mail => mail is { Taken: true, CouldBeRead: false });
        var most = (ambiguous * evidence.Run.Sessions) + unread;
        return new(Name, taken, Math.Max(0, extra - most), $"{extra}, at most {most}: {ambiguous} faults with {evidence.Run.Sessions} sessions, {unread} answers unread");
    }

    public static long Count(Stories stories) => stories.All.Sum(story => (long)story.Extra);

    private static string Examples(Stories stories) =>
        string.Join(", ", stories.All.Where(story => story.Extra > 0).Take(3).Select(story => $"{story.Recipient} has {story.Taken.Count}"));
}
