namespace Notifications.Messaging.Inbound;

/// <summary>
/// Who gets the next free slot, given who waits and who holds what. While both lanes have work they take turns, and retries hold no more slots than
/// their share. While nothing new is there, retries may hold more, but never all: they can be slow, and a new message is not to wait for them.
/// While there are no retries, new messages may hold all. No I/O, no clock, no state.
/// </summary>
/// <param name="Slots">Messages that are handled at the same time.</param>
/// <param name="OneRetryIn">While both lanes have work, one in so many is a retry.</param>
internal sealed record SlotShares(int Slots, int OneRetryIn)
{
    /// <param name="New">Slots that new messages hold.</param>
    /// <param name="Retries">Slots that retries hold.</param>
    /// <param name="Owed">New messages that went before a waiting retry, and that it has not yet made up for.</param>
    internal readonly record struct Held(int New, int Retries, int Owed)
    {
        public Held Without(Lane ended) => ended == Lane.New ? this with { New = New - 1 } : this with { Retries = Retries - 1 };
    }

    /// <summary>At least a quarter. The only slot of a consumer that has one is kept for nobody.</summary>
    public int KeptForNew => Slots == 1 ? 0 : Quotient(Slots, 4);

    private int NewInATurn => OneRetryIn - 1;

    /// <returns>Null when no slot is free or nobody may have it.</returns>
    public Lane? Next(Held held, bool newWait, bool retriesWait)
    {
        var isFree = held.New + held.Retries < Slots;
        var mayRetry = retriesWait && held.Retries < MostRetries(newWait);
        return (newWait, mayRetry) switch
        {
            _ when !isFree => null,
            (true, true) => held.Owed >= NewInATurn ? Lane.Retries : Lane.New,
            (true, false) => Lane.New,
            (false, true) => Lane.Retries,
            (false, false) => null,
        };
    }

    /// <summary>A retry that had to let others go first because its kind held all it may is made up for later, by no more in a row than may be held.</summary>
    public Held After(Held held, Lane begun, bool retriesWait) => begun switch
    {
        Lane.Retries => held with { Retries = held.Retries + 1, Owed = Math.Max(0, held.Owed - NewInATurn) },
        _ when retriesWait => held with { New = held.New + 1, Owed = Math.Min(held.Owed + 1, NewInATurn * MostRetries(newWait: true)) },
        _ => held with { New = held.New + 1 },
    };

    /// <summary>Slots that retries may hold.</summary>
    public int MostRetries(bool newWait) => newWait ? Math.Min(Quotient(Slots, OneRetryIn), MostRetries(newWait: false)) : Slots - KeptForNew;

    /// <summary>
    /// Retries that the broker hands us ahead, for so many new messages: in the proportion of the turns, because when handling is quicker than
    /// delivering it is this that decides; and enough for the slots that they may hold.
    /// </summary>
    public int RetriesAhead(int newAhead) => Math.Max(MostRetries(newWait: false), Quotient(newAhead, NewInATurn));

    /// <summary>
    /// If every handling took equally long: how many of them pass until the last message that was handed to us ahead is handled. At first
    /// the other lane may hold the slots, then each lane gets its turns.
    /// </summary>
    public int Rounds(int newAhead) => 1 + Math.Max(
        Quotient(newAhead * OneRetryIn, Slots * NewInATurn), Quotient(RetriesAhead(newAhead) * OneRetryIn, Slots));

    private static int Quotient(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}
