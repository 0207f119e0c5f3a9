using Notifications.NotificationEndpoint.Recipients;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>The ledger's answer to "may I send this e-mail?".</summary>
public abstract record Claim
{
    private Claim()
    {
    }

    /// <summary>Yes, and nobody else while the lease lasts.</summary>
    /// <param name="Attempt">Goes with every later write: one that carries an older number is refused.</param>
    /// <param name="StartedAt">On the database's clock.</param>
    /// <param name="PossibleDuplicate">An earlier attempt ended unseen: the customer may get the e-mail twice.</param>
    /// <param name="UnseenEnds">How many earlier attempts went out whole and had no answer.</param>
    /// <param name="Suppressed">The recipient is on the suppression list; null when not.</param>
    public sealed record Ours(int Attempt, DateTimeOffset StartedAt, bool PossibleDuplicate, int UnseenEnds, Suppression? Suppressed) : Claim;

    /// <summary>No: a relay has accepted it before.</summary>
    public sealed record AlreadyAccepted : Claim;

    /// <summary>No: it was rejected for good, for this reason.</summary>
    public sealed record AlreadyRejected(string Reason) : Claim;

    /// <summary>No: so many attempts ended unseen, the last for this reason, that only an operator may send it once more.</summary>
    public sealed record LeftToAPerson(string Reason) : Claim;

    /// <summary>No: no order asks for it, for this recipient. Nothing is written down about it.</summary>
    /// <param name="OrderExists">There is an order of this id, and its recipient is another one.</param>
    public sealed record NotOrdered(bool OrderExists) : Claim;

    /// <summary>Not now: somebody is at it, or has died over it and their lease ends after this time.</summary>
    public sealed record HeldByAnother(TimeSpan Remaining) : Claim;
}
