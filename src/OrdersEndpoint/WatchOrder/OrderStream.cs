using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.WatchOrder;

/// <summary>
/// In: an order that the client may see, and the state it knows. Out: each other state as an event, within about a second of it, until the e-mail is accepted.
/// Database away: heartbeats go on, and the next event comes when it is back. Host stops, or client gone: ends at once; a client comes back by itself and tells
/// what it knows. Never: the same state twice in a row, or a reading of the database for each watcher.
/// </summary>
internal sealed class OrderStream(SharedOrders orders, TimeProvider time, IHostApplicationLifetime host)
{
    /// <summary>Most looks see the shared reading and cost nothing; what a new one brings is shown this much later at most.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>A database that takes longer is looked at again later, so that heartbeats keep their time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task RunAsync(HttpContext http, Caller caller, SharedOrder order, string? seen)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        var events = new EventWriter(http);
        try
        {
            var opened = time.GetTimestamp();
            var spoke = opened;
            await events.OpenAsync();
            while (true)
            {
                var now = order.For(caller);
                var step = StreamSteps.Next(seen, now, time.GetElapsedTime(opened), time.GetElapsedTime(spoke));
                if (step is StreamStep.Show or StreamStep.ShowAndEnd)
                    await events.WriteAsync(now);
                if (step is StreamStep.Heartbeat)
                    await events.WriteHeartbeatAsync();
                if (step is StreamStep.ShowAndEnd or StreamStep.End)
                    return;
                (seen, spoke) = (now.Id, step is StreamStep.Wait ? spoke : time.GetTimestamp());
                await Task.Delay(LookEvery, time, ending.Token);
                order = await LookAsync(order, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client is gone, or we are: both are how a stream usually ends.
        }
    }

    /// <summary>The same as before when the database is away.</summary>
    private async Task<SharedOrder> LookAsync(SharedOrder before, CancellationToken cancellation)
    {
        try
        {
            return await orders.FindAsync(before.Id, cancellation).WaitAsync(Patience, time, cancellation) ?? before;
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            return before;
        }
    }
}
