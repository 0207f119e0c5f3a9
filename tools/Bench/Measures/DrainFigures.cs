namespace Notifications.Bench.Measures;

/// <summary>What a drain came to, as a function of what the mail server noted.</summary>
internal static class DrainFigures
{
    /// <param name="name">Of the figures.</param>
    /// <param name="mails">In the order in which they came, and at least one.</param>
    /// <param name="joined">With the orders that were stored.</param>
    public static Figures Of(string name, MailNote[] mails, Joined joined)
    {
        var whole = mails.Length < 2 ? new Window(0, 1) : new Window(mails[0].Accepted, mails[^1].Accepted);
        // Without its first and its last tenth: a consumer that has just begun, and one that runs out of messages.
        var (from, to) = (mails.Length / 10, mails.Length * 9 / 10);
        var middle = to - from < 2 ? whole : new Window(mails[from].Accepted, mails[to].Accepted);
        return new Figures
        {
            Name = name,
            Seconds = whole.Seconds,
            Orders = joined.Orders.Count,
            MailedPerSecond = (to - from) / middle.Seconds,
            WholePerSecond = mails.Length / whole.Seconds,
            Lost = joined.Lost,
            Doubled = joined.Doubled,
            Strange = joined.Strange,
            Repeated = joined.Repeated,
        };
    }
}
