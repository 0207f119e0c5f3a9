using Notifications.Messages;

namespace Notifications.Bench.Measures;

/// <summary>What the clients noted and what the mail server noted, brought together: what became of each accepted order.</summary>
internal sealed record Joined
{
    /// <summary>Accepted orders, with the time at which their first e-mail was taken; 0: it was not.</summary>
    public required IReadOnlyList<(OrderNote Order, long Mailed)> Orders { get; init; }

    /// <summary>Accepted, and without an e-mail.</summary>
    public required int Lost { get; init; }

    /// <summary>E-mails beyond the first of an order.</summary>
    public required int Doubled { get; init; }

    /// <summary>E-mails of no order that a client knows to be accepted.</summary>
    public required int Strange { get; init; }

    /// <summary>Two accepted answers for one order.</summary>
    public required int Repeated { get; init; }

    public bool IsRight => Lost == 0 && Doubled == 0 && Strange == 0 && Repeated == 0;

    /// <param name="orders">Of all clients since the sink runs; only accepted ones count.</param>
    /// <param name="mails">Of the sink. A Message-ID has the delivery's id, or in simpler systems the order's own.</param>
    public static Joined Of(IEnumerable<OrderNote> orders, IEnumerable<MailNote> mails)
    {
        var accepted = orders.Where(order => order.IsAccepted).ToList();
        var mailed = new long[accepted.Count];
        var places = new Dictionary<Guid, int>(accepted.Count * 2);
        var repeated = 0;
        for (var place = 0; place < accepted.Count; place++)
        {
            repeated += places.TryAdd(accepted[place].Order, place) ? 0 : 1;
            places.TryAdd(DeliveryId.For(accepted[place].Order, NotificationKind.OrderConfirmation), place);
        }

        int doubled = 0, strange = 0;
        foreach (var mail in mails)
        {
            if (!places.TryGetValue(mail.Id, out var place))
                strange++;
            else if (mailed[place] != 0)
                doubled++;
            else
                mailed[place] = mail.Accepted;
        }

        return new Joined
        {
            Orders = [.. accepted.Zip(mailed)],
            Lost = mailed.Count(time => time == 0) - repeated,
            Doubled = doubled,
            Strange = strange,
            Repeated = repeated,
        };
    }
}
