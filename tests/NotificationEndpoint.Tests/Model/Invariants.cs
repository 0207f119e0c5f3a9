using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>A promise was broken; the message says which.</summary>
internal sealed class BrokenPromiseException(string promise) : Exception(promise);

/// <summary>What must hold after every move, whatever has happened.</summary>
internal static class Invariants
{
    /// <param name="before">The row before the move.</param>
    /// <param name="after">And after it.</param>
    public static void OneWay(DeliveryRow? before, DeliveryRow? after)
    {
        Hold(before is null || after is not null, "a delivery is never forgotten");
        if (before is null)
            return;
        Hold(after!.Attempt >= before.Attempt, "attempt numbers only grow");
        Hold(after.UnseenEnds >= before.UnseenEnds, "unseen ends are never forgotten");
        Hold(after.PossibleDuplicate || !before.PossibleDuplicate, "the mark of a possible duplicate stays");
        Hold(before.Status != "accepted" || after == before, "an accepted e-mail never changes again");
    }

    /// <param name="row">As it stands.</param>
    /// <param name="log">How its attempts ended.</param>
    /// <param name="taken">The attempts whose e-mail a relay has.</param>
    /// <param name="claimsOfOperator">How often an operator's command got a claim.</param>
    public static void Explained(DeliveryRow row, IReadOnlySet<LoggedEnd> log, IReadOnlyList<int> taken, int claimsOfOperator)
    {
        var unseen = log.Where(end => end.IsUnseen).Select(end => end.Attempt).ToHashSet();
        Hold(taken.Distinct().Count() == taken.Count, "an attempt sends once");
        Hold(taken.Count(attempt => !unseen.Contains(attempt) && attempt != row.Attempt) <= 1 && taken.Count <= unseen.Count + 1, "every e-mail beyond the first is explained by an attempt that ended unseen");
        Hold(taken.Count <= 1 || row.PossibleDuplicate, "an e-mail that went out twice is marked");
        Hold(row.PossibleDuplicate == unseen.Any(attempt => attempt < row.Attempt), "what is marked is what followed an attempt that ended unseen");
        Hold(row.Status != "accepted" || taken.Contains(row.Attempt), "what is accepted was taken by a relay");
        Hold(row.UnseenEnds <= DeliveryRules.MostUnseenEnds + claimsOfOperator, "nobody but an operator sends an e-mail again that ended unseen so often");
    }

    /// <param name="leases">When those of the delivery that were given and not ended are over.</param>
    /// <param name="now">When another one is given.</param>
    public static void OneClaimAtATime(IEnumerable<DateTimeOffset> leases, DateTimeOffset now) =>
        Hold(leases.All(until => until <= now), "two live claims of one delivery");

    public static void LateWriteChangesNothing(AttemptEnd end, DeliveryRow before, DeliveryRow after) =>
        Hold(end.Claim.Attempt == before.Attempt || after == before, "the write of an old attempt changes nothing");

    public static void ForgottenOnlyWhenSent(DeliveryRow? row) => Hold(row?.Status == "accepted", "a command is forgotten only when its e-mail is accepted");

    public static void NotSentElsewhereAtOnce(RelayAnswer answer) => Hold(answer is { IsTaken: false, IsUnseen: false }, "what may have gone out is not given to another relay");

    /// <param name="isTrouble">What kept the e-mail was a relay, the database or another consumer.</param>
    /// <param name="step">What was decided.</param>
    public static void NothingSpentByTrouble(bool isTrouble, NextStep step) =>
        Hold(!isTrouble || step is NextStep.TryAgainLater { Retry: null } or NextStep.HandBack, "trouble of a relay, of the database or of another consumer spends no attempt");

    public static void Hold(bool isSo, string promise)
    {
        if (!isSo)
            throw new BrokenPromiseException(promise);
    }
}
