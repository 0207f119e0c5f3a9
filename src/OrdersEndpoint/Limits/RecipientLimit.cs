using System.Globalization;

namespace Notifications.OrdersEndpoint.Limits;

/// <summary>Nobody may fill somebody's mailbox by placing orders, not even with a good token.</summary>
internal sealed class RecipientLimit(LimitSettings settings, TimeProvider time)
{
    private static readonly IdnMapping Idn = new();

    private readonly Pace _pace = new(settings.RecipientEvery, settings.RecipientOrders, time);

    /// <summary>Null when an order for this address may be placed, else how long to wait.</summary>
    public TimeSpan? TryTake(string email) => _pace.TryTake(MailboxOf(email));

    /// <summary>No order was placed.</summary>
    public void GiveBack(string email) => _pace.GiveBack(MailboxOf(email));

    /// <summary>Addresses that most mail servers put into one mailbox: without what follows a plus sign, in lower case, the domain as it is in DNS.</summary>
    internal static string MailboxOf(string email)
    {
        var at = email.LastIndexOf('@');
        var plus = email.IndexOf('+', StringComparison.Ordinal);
        var local = email[..(plus > 0 && plus < at ? plus : at)];
        return $"{local}@{Idn.GetAscii(email[(at + 1)..])}".ToLowerInvariant();
    }
}
