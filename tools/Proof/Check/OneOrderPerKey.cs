using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>However often a client asks with a key, there is one order: exactly one when an answer said yes, at most one when nobody knows.</summary>
internal static class OneOrderPerKey
{
    public const string Name = "one order per key";

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        foreach (var story in stories.All.Where(story => story.Requests.Count > 0))
            tally.Add(Flaw(story));
        return tally.Find();
    }

    private static string? Flaw(OrderStory story)
    {
        // Without this nothing that is put together by recipient means anything.
        if (story.Requests.DistinctBy(request => (request.Order, request.Key, request.Body)).Skip(1).Any())
            return $"{story.Recipient} stands for more than one number, key or body";
        if (story.Ledger.Count > 1)
            return $"number {story.Requests[0].Order} has {story.Ledger.Count} orders";
        if (!story.IsStored)
            return null;
        if (story.Ledger.Count == 0)
            return $"number {story.Requests[0].Order} has no order";

        var answered = story.Requests.Where(request => request.Outcome == Answered.Ok).Select(request => request.OrderId).Distinct().ToList();
        return answered is [{ } one] && one == story.Ledger[0].OrderId
            ? null
            : $"number {story.Requests[0].Order} is order {story.Ledger[0].OrderId} and was answered with {string.Join(", ", answered.Select(id => id?.ToString() ?? "none"))}";
    }
}
