namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>For whom an order is written down.</summary>
internal enum Audience
{
    /// <summary>Sees where their e-mail is and whose fault it was; not what relays said, which may tell of others or of our inside, nor names of ours.</summary>
    Customer,

    /// <summary>Whoever runs this, a person or a machine of the shop: sees everything.</summary>
    Operators,
}
