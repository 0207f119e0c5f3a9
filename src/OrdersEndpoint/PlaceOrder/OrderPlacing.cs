using Notifications.OrdersEndpoint.Limits;
using Notifications.OrdersEndpoint.Orders;
using Notifications.OrdersEndpoint.Requests;

namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>
/// A valid order on its way into the intake: once for each request key, and not too many for one e-mail address. What was placed before is told again whatever the
/// limits say, since no e-mail comes of it.
/// </summary>
internal sealed class OrderPlacing(OrderIntake intake, KeyedRequests keyed, RecipientLimit recipients)
{
    public Task<Acceptance> PlaceAsync(Order order) => order.RequestKey is { } key ? keyed.OnceAsync(key, order, () => PlaceOnceAsync(order)) : PlaceOnceAsync(order);

    private async Task<Acceptance> PlaceOnceAsync(Order order)
    {
        if (recipients.TryTake(order.Customer.Email) is { } wait)
            return await intake.FindEarlierAsync(order) ?? new Acceptance.TooManyForRecipient(wait);

        var acceptance = default(Acceptance);
        try
        {
            return acceptance = await intake.AcceptAsync(order);
        }
        finally
        {
            if (acceptance is not Acceptance.Accepted)
                recipients.GiveBack(order.Customer.Email);
        }
    }
}
