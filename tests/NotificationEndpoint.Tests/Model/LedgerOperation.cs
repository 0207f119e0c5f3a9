using CsCheck;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>Something that is done to the ledger.</summary>
internal abstract record LedgerOperation
{
    private LedgerOperation()
    {
    }

    /// <summary>Requests that meet in a batch: several orders, copies, forged ones, an operator's.</summary>
    public sealed record Ask(params Asking[] Requests) : LedgerOperation
    {
        public override string ToString() => $"ask {string.Join("; ", Requests)}";
    }

    /// <summary>Ends that meet in a batch, of claims that were given before, the newest or older ones. One attempt ends once.</summary>
    public sealed record End(params Ending[] All) : LedgerOperation
    {
        public IEnumerable<Ending> Ends => All.DistinctBy(end => (end.Order, end.Back));

        public override string ToString() => $"end {string.Join("; ", Ends)}";
    }

    public sealed record Pass(int Seconds) : LedgerOperation
    {
        public override string ToString() => $"{Seconds} s pass";
    }

    /// <summary>The order is deleted, as old ones are.</summary>
    public sealed record Remove(int Order) : LedgerOperation
    {
        public override string ToString() => $"order {Order} is removed";
    }

    private static readonly Gen<LedgerOperation> Any = Gen.Frequency(
        (10, Asking.Any.Array[1, 40].Select(requests => (LedgerOperation)new Ask(requests))),
        (10, Ending.Any.Array[1, 40].Select(ends => (LedgerOperation)new End(ends))),
        (3, Gen.OneOf(1, 30, 61, 100).Select(seconds => (LedgerOperation)new Pass(seconds))),
        (1, Gen.Int[0, Orders - 1].Select(order => (LedgerOperation)new Remove(order))));

    /// <summary>Many at a time: a round trip to the server is what costs.</summary>
    public const int Orders = 30;

    /// <summary>Of at most 40.</summary>
    public static readonly Gen<LedgerOperation[]> Sequences = Any.Array[1, 40];
}

/// <param name="Order">Which one.</param>
/// <param name="Recipient">The order's own, or somebody else.</param>
/// <param name="Relay">That will have the e-mail.</param>
/// <param name="ByOperator">Sent back.</param>
/// <param name="PublishedAfter">Seconds from the order's acceptance, by some clock; null when the command does not say.</param>
internal sealed record Asking(int Order, string Recipient, string Relay, bool ByOperator, int? PublishedAfter)
{
    public static readonly Gen<Asking> Any = Gen.Select(
        Gen.Int[0, LedgerOperation.Orders - 1],
        Gen.Frequency((7, Gen.Const(World.Recipient)), (1, Gen.Const("stranger@example.test"))),
        Gen.OneOf("first", "second"),
        Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.OneOf<int?>(null, -3600, 0, 86_400),
        (order, recipient, relay, byOperator, published) => new Asking(order, recipient, relay, byOperator, published));

    public ClaimRequest Request(IReadOnlyList<Guid> orders, DateTimeOffset accepted) => new(
        new DeliveryKey(orders[Order], NotificationKind.OrderConfirmation), Relay, Recipient, Recipient, PublishedAfter is { } after ? accepted.AddSeconds(after) : null, ByOperator);

    public override string ToString() =>
        $"for order {Order}{(Recipient == World.Recipient ? "" : " as a stranger")}{(ByOperator ? " by an operator" : "")} at the {Relay} relay{(PublishedAfter is { } after ? $", published after {after} s" : "")}";
}

/// <param name="Order">Which one.</param>
/// <param name="Back">Of its newest claim, or of the one so many before.</param>
/// <param name="Outcome">How it ended. Of every third order nobody ever sees an end: so many in a row do not come by chance.</param>
/// <param name="AgainAfter">Seconds.</param>
internal sealed record Ending(int Order, int Back, MailOutcome Outcome, int AgainAfter)
{
    public static readonly Gen<Ending> Any = Gen.Select(
        Gen.Int[0, LedgerOperation.Orders - 1],
        Gen.Frequency((5, Gen.Const(0)), (2, Gen.Const(1))),
        Gen.Frequency(
            (2, Gen.Const<MailOutcome>(new MailOutcome.Deferred("451", Blame.Recipient))),
            (2, Gen.Const<MailOutcome>(new MailOutcome.Rejected("550", Blame.Message))),
            (5, Gen.Const<MailOutcome>(new MailOutcome.Unknown("no answer"))),
            (1, Gen.Const<MailOutcome>(new MailOutcome.Accepted("250 ok")))),
        Gen.OneOf(0, 5, 72),
        (order, back, outcome, again) => new Ending(order, back, order % 3 == 0 ? new MailOutcome.Unknown("no answer") : outcome, again));

    public override string ToString() => $"order {Order}'s {(Back == 0 ? "newest claim" : "claim before")} as {MailOutcome.NameOf(Outcome)}, again after {AgainAfter} s";
}
