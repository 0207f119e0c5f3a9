using System.Text.Json;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>One reading of an order, for everybody who asks for it: written down once for each audience.</summary>
internal sealed class SharedOrder(OrderFacts order, JsonSerializerOptions options)
{
    private readonly Lazy<Representation> _forCustomer = new(() => Representation.Of(order, Audience.Customer, options));
    private readonly Lazy<Representation> _forOperators = new(() => Representation.Of(order, Audience.Operators, options));

    public Guid Id => order.OrderId;

    public string CustomerId => order.CustomerId;

    public Representation For(Caller caller) => (caller.Role == Role.Customer ? _forCustomer : _forOperators).Value;
}
