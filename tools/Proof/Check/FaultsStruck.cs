using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>What was to happen did happen. A run in which a fault missed, or nobody ordered anything, has survived nothing.</summary>
internal static class FaultsStruck
{
    public const string Name = "faults struck";

    public static Finding Check(Stories stories)
    {
        var (evidence, expected) = (stories.Evidence, stories.Evidence.Run.Expected);
        var figures = new (string What, long Least, long Count)[]
        {
            ("orders answered with yes", 1, stories.All.LongCount(story => story.IsStored)),
            ("duplicates", expected.LeastDuplicates, Duplicates.Count(stories)),
            ("unknown", expected.LeastUnknown, evidence.Client.LongCount(request => request.Outcome == Answered.Unknown)),
            ("replayed", expected.LeastReplayed, evidence.Client.LongCount(request => request.Replayed)),
            ("taken over", expected.LeastTakenOver, evidence.Ledger.Sum(order => order.Ends.LongCount(end => end.Outcome == "taken_over"))),
            ("rejected", expected.LeastRejected, stories.All.LongCount(story => story.IsRefusedForGood)),
        };
        return new(Name, figures.Length, figures.LongCount(figure => figure.Count < figure.Least), string.Join(", ", figures.Select(Text)));
    }

    private static string Text((string What, long Least, long Count) figure) =>
        figure.Least == 0 ? $"{figure.Count} {figure.What}" : $"{figure.Count} {figure.What} (at least {figure.Least})";
}
