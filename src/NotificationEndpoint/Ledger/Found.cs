namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>What is there when somebody asks for an e-mail.</summary>
/// <param name="IsOrdered">The order has the recipient that the e-mail is to go to; null when there is no such order.</param>
/// <param name="Status">Of the delivery; null when nobody has begun it.</param>
/// <param name="Reason">Of the delivery.</param>
/// <param name="Remaining">Of its lease; zero when nobody holds it.</param>
internal readonly record struct Found(bool? IsOrdered, string? Status, string? Reason, TimeSpan Remaining)
{
    /// <param name="taken">The claim, if the delivery could be claimed.</param>
    public Claim Answer(Claim.Ours? taken) => this switch
    {
        { IsOrdered: false } => new Claim.NotOrdered(OrderExists: true),
        { IsOrdered: true } when taken is not null => taken,
        // Also of an order that has been removed since: what is done is done, and a copy of its command is no forgery.
        { Status: "accepted" } => new Claim.AlreadyAccepted(),
        { Status: "rejected", Reason: { } reason } => new Claim.AlreadyRejected(reason),
        { IsOrdered: true, Status: "unknown", Reason: { } reason } => new Claim.LeftToAPerson(reason),
        // It may be sent while the order is removed; nothing new is begun.
        { IsOrdered: null } when Remaining == TimeSpan.Zero => new Claim.NotOrdered(OrderExists: false),
        _ => new Claim.HeldByAnother(Remaining),
    };
}
