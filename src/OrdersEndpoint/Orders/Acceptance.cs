namespace Notifications.OrdersEndpoint.Orders;

/// <summary>What became of a valid order that somebody wants to place. There are no other endings but the database's failure, which is an exception.</summary>
public abstract record Acceptance
{
    private Acceptance()
    {
    }

    /// <summary>It is stored, and its e-mail will be sent.</summary>
    /// <param name="Order">As stored.</param>
    /// <param name="At">By the database's clock.</param>
    public sealed record Accepted(Order Order, DateTimeOffset At) : Acceptance;

    /// <summary>An earlier request with the same key has placed this same order.</summary>
    public sealed record Repeated(Order First, DateTimeOffset At) : Acceptance;

    /// <summary>An earlier request with the same key has placed another order.</summary>
    public sealed record KeyUsed(Guid OrderId) : Acceptance;

    /// <summary>A request with the same key is being worked on; how it ends is not known yet.</summary>
    public sealed record StillRunning : Acceptance;

    /// <summary>This address has got many orders' e-mails lately.</summary>
    public sealed record TooManyForRecipient(TimeSpan Wait) : Acceptance;

    /// <summary>More orders wait than can be stored soon.</summary>
    public sealed record IntakeFull : Acceptance;

    /// <summary>What it means for another request with the same key.</summary>
    public Acceptance For(Order other) => this switch
    {
        Accepted first => Earlier(first.Order, first.At, other),
        Repeated first => Earlier(first.First, first.At, other),
        _ => this,
    };

    public static Acceptance Earlier(Order first, DateTimeOffset at, Order asked) =>
        first.AsksTheSameAs(asked) ? new Repeated(first, at) : new KeyUsed(first.Id);
}
