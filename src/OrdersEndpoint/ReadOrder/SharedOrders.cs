using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>
/// One reading of an order for everybody who asks for it within a second, also for those who ask while it is under way: a flood of readers costs the database
/// one reading a second for each order. Never stale beyond one second: an answer has everything that was committed a second before it was asked for, however
/// long the database takes. A reading that fails is shared in the same way. One that finds nothing is not: an order that was just accepted is found.
/// </summary>
internal sealed class SharedOrders(Func<Guid, Task<SharedOrder?>> read, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    /// <summary>Beyond it everybody reads for himself: a bound for memory, which as many orders a second as this do not reach.</summary>
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Reading> _newest = [];
    private readonly Queue<Reading> _byAge = [];

    public SharedOrders(OrderReader reader, IOptions<JsonOptions> json, TimeProvider time)
        : this(async id => await reader.FindAsync(id, CancellationToken.None) is { } order ? new SharedOrder(order, json.Value.SerializerOptions) : null, time)
    {
    }

    /// <summary>Readings that are kept, for a second each.</summary>
    public int Kept => _byAge.Count;

    /// <summary>Null for what is no id, for an order that does not exist, and for another customer's: nobody can tell them apart.</summary>
    public async Task<SharedOrder?> FindAsync(string id, Caller caller, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var orderId) && await FindAsync(orderId, cancellation) is { } order && caller.MayRead(order.CustomerId) ? order : null;

    /// <param name="id">The order.</param>
    /// <param name="cancellation">Of the one who asks: the others go on waiting.</param>
    /// <returns>Null when there is no such order.</returns>
    public async Task<SharedOrder?> FindAsync(Guid id, CancellationToken cancellation)
    {
        var (reading, isOurs) = Join(id);
        var order = await reading.Result.WaitAsync(cancellation);

        // Nothing, by a reading that may have begun before the order was accepted: whoever reads now began after we had asked.
        return order is null && !isOurs ? await Join(id).Reading.Result.WaitAsync(cancellation) : order;
    }

    private (Reading Reading, bool IsOurs) Join(Guid id)
    {
        lock (_lock)
        {
            ForgetOld();
            if (_newest.TryGetValue(id, out var newest) && !newest.FoundNothing)
                return (newest, false);

            // Not begun under the lock: the driver does part of its work before it first waits.
            var reading = new Reading(id, time.GetTimestamp(), Task.Run(() => read(id)));
            if (_byAge.Count < Most)
            {
                _newest[id] = reading;
                _byAge.Enqueue(reading);
            }

            return (reading, true);
        }
    }

    private void ForgetOld()
    {
        while (_byAge.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Begun) >= GoodFor)
        {
            _byAge.Dequeue();
            if (_newest.TryGetValue(oldest.Id, out var newest) && newest == oldest)
                _newest.Remove(oldest.Id);
        }
    }

    private sealed class Reading(Guid id, long begun, Task<SharedOrder?> result)
    {
        public Guid Id => id;

        public long Begun => begun;

        public Task<SharedOrder?> Result => result;

        public bool FoundNothing => result is { IsCompletedSuccessfully: true, Result: null };
    }
}
