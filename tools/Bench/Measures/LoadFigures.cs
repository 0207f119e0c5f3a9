using Notifications.Bench.Load;

namespace Notifications.Bench.Measures;

/// <summary>What a load came to, as a function of what its clients and the mail server noted.</summary>
internal static class LoadFigures
{
    /// <param name="name">Of the figures.</param>
    /// <param name="plan">Of the load.</param>
    /// <param name="window">While it lasted.</param>
    /// <param name="result">What its client says of itself.</param>
    /// <param name="orders">Every order that it sent.</param>
    /// <param name="joined">Accepted orders and their e-mails, of this load and those before it.</param>
    /// <param name="mails">Whether there should be e-mails.</param>
    public static Figures Of(string name, LoadPlan plan, Window window, LoadResult result, OrderNote[] orders, Joined joined, bool mails)
    {
        var ours = joined.Orders.Where(order => order.Order.Sent >= window.Begin).ToList();
        var done = ours.Where(order => order.Mailed > 0).Select(order => order.Mailed).Order().ToArray();
        var due = DueOf(plan, window, result, orders);
        return new Figures
        {
            Name = name,
            Seconds = window.Seconds,
            Rate = plan.Rate,
            Orders = result.Accepted,
            Accepted = result.Accepted,
            Refused = result.Refused,
            Failed = result.Failed,
            Unsent = result.Planned - orders.Length,
            AcceptedPerSecond = orders.Count(order => order.IsAccepted && window.Has(order.Answered)) / window.Seconds,
            MailedPerSecond = done.Count(window.Has) / window.Seconds,
            WholePerSecond = done.Length == 0 ? 0 : done.Length / (window with { End = done[^1] }).Seconds,
            Answer = Latency.Of([.. orders.Where(order => order.Answered > 0).Select(order => order.Answered - order.Intended)]),
            Mail = Latency.Of([.. ours.Where(order => order.Mailed > 0).Select(order => Math.Max(order.Mailed - order.Order.Answered, 0))]),
            Backlog = mails ? Sustained.UnderWay(due, done, window.End) : 0,
            Sustained = plan.Rate > 0 && mails ? Sustained.Is(due, done, window, plan.Rate) && result.Refused + result.Failed == 0 : null,
            Lost = mails ? joined.Lost : 0,
            Doubled = joined.Doubled,
            Strange = joined.Strange,
            Repeated = joined.Repeated,
        };
    }

    /// <summary>When each order asked for its e-mail: in the open model when it was due, sent or not; in a closed loop when it was accepted. Sorted.</summary>
    private static long[] DueOf(LoadPlan plan, Window window, LoadResult result, OrderNote[] orders) => plan.Rate > 0
        ? [.. Enumerable.Range(0, (int)result.Planned).Select(number => Schedule.For(window.Begin, plan.Rate, plan.Seconds).Due(number))]
        : [.. orders.Where(order => order.IsAccepted).Select(order => order.Answered).Order()];
}
