using Notifications.OrdersEndpoint.Limits;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.WatchOrder;

/// <summary>How many streams are open, in all and for each customer.</summary>
internal sealed class StreamPlaces(LimitSettings settings)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _ofCustomers = new(StringComparer.Ordinal);
    private int _open;

    /// <summary>Null when there is none left; disposing of it gives it back.</summary>
    public IDisposable? TryTake(Caller caller)
    {
        var customer = caller.Role == Role.Customer ? caller.Id : null;
        lock (_lock)
        {
            if (_open >= settings.Streams || (customer is not null && _ofCustomers.GetValueOrDefault(customer) >= settings.StreamsPerCustomer))
                return null;
            Count(customer, +1);
            return new Place(this, customer);
        }
    }

    private void Count(string? customer, int change)
    {
        _open += change;
        if (customer is null)
            return;
        var left = _ofCustomers.GetValueOrDefault(customer) + change;
        if (left == 0)
            _ofCustomers.Remove(customer);
        else
            _ofCustomers[customer] = left;
    }

    private sealed class Place(StreamPlaces places, string? customer) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            lock (places._lock)
            {
                if (!_given)
                    places.Count(customer, -1);
                _given = true;
            }
        }
    }
}
