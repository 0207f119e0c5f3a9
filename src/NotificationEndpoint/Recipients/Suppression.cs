namespace Notifications.NotificationEndpoint.Recipients;

/// <summary>An entry of the suppression list: an address that gets no mail.</summary>
/// <param name="Address">As <see cref="SuppressedAddress"/> makes it.</param>
/// <param name="Reason">For a person. The list keeps the first 500 characters.</param>
/// <param name="OrderId">The order whose rejection led to it; null for an entry of an operator.</param>
/// <param name="Since">By the database's clock; set when the entry is stored.</param>
public sealed record Suppression(string Address, string Reason, Guid? OrderId, DateTimeOffset Since = default)
{
    public SuppressionSource Source => OrderId is null ? SuppressionSource.Operator : SuppressionSource.Relay;
}

/// <summary>Who put an address on the list.</summary>
public enum SuppressionSource
{
    /// <summary>A relay, by rejecting it for good: see <see cref="Mail.HopelessAddress"/>.</summary>
    Relay,

    /// <summary>A person, with the command-line tool. Stands above what a relay says.</summary>
    Operator,
}
