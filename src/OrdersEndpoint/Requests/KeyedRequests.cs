using System.Collections.Concurrent;
using Notifications.OrdersEndpoint.Orders;

namespace Notifications.OrdersEndpoint.Requests;

/// <summary>
/// Requests with the same key at the same time: one of them places the order, the others take its answer. Only those of this process; between processes, and
/// later, the unique index on the key decides.
/// </summary>
internal sealed class KeyedRequests(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<Acceptance>> _running = [];

    public async Task<Acceptance> OnceAsync(Guid key, Order order, Func<Task<Acceptance>> place)
    {
        var ours = new TaskCompletionSource<Acceptance>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _running.GetOrAdd(key, ours);
        if (running != ours)
            return await FollowAsync(running.Task, order);

        Acceptance acceptance = new Acceptance.StillRunning(); // what followers hear when the database fails us
        try
        {
            return acceptance = await place();
        }
        finally
        {
            _running.TryRemove(key, out _);
            ours.SetResult(acceptance);
        }
    }

    private async Task<Acceptance> FollowAsync(Task<Acceptance> first, Order order)
    {
        try
        {
            return (await first.WaitAsync(Patience, time)).For(order);
        }
        catch (TimeoutException)
        {
            return new Acceptance.StillRunning();
        }
    }
}
