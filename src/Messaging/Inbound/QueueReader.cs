using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// In: the messages of a queue that is not an endpoint's own, in competition with any number of other processes. Out: batches of them, each acknowledged once it is handled.
/// Broker away: connects anew; what was not acknowledged is handed to somebody again, so handling the same twice must be harmless.
/// Death in between: the same. Stopping: takes nothing new, lets the batch in hand finish, then tells it to give up; the rest goes back to the queue.
/// </summary>
/// <param name="broker">It gets a connection of its own.</param>
/// <param name="reading">Which queue, and how.</param>
/// <param name="handle">Ends when all of the batch is durable. Throws when nothing of it is; then it gets the same again, at last message by message.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it says what it does.</param>
public sealed class QueueReader(
    BrokerConnections broker,
    QueueReading reading,
    Func<IReadOnlyList<IncomingMessage>, CancellationToken, Task> handle,
    TimeProvider time,
    ILogger<QueueReader> log)
    : BackgroundService
{
    /// <summary>For a batch that does not even hear that it is to give up.</summary>
    private static readonly TimeSpan LeaveBehindAfter = TimeSpan.FromSeconds(10);

    /// <summary>How many there should be is nobody's setting; one is needed.</summary>
    private static readonly ConsumerSettings Watch = new() { Expected = 0 };

    private static readonly TimeSpan SpareFor = TimeSpan.FromMinutes(1);

    private readonly Outage _outage = new(time);
    private bool _isSparing;
    private volatile QueueBatches? _batches;

    /// <summary>The broker hands us messages.</summary>
    public bool IsReading => _batches is not null;

    /// <summary>And they can be handled, as far as is known.</summary>
    public bool IsWell => _batches is { IsFailing: false };

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        broker.KeepAsync($"reader of {reading.Queue}", connection => UseAsync(connection, stoppingToken), stoppingToken);

    private async Task UseAsync(BrokerConnection connection, CancellationToken stopping)
    {
        var over = ((Task)connection.Broken).WaitAsync(stopping);
        while (!over.IsCompleted)
            await ReadAsync(connection, over);
        log.ReadingStopped(reading.Queue);
    }

    /// <summary>Until it is over, or everything was handed back, because nothing could be handled or because it was too much, and it can go on.</summary>
    private async Task ReadAsync(BrokerConnection connection, Task over)
    {
        using var unwatched = new CancellationTokenSource();
        using var ending = new CancellationTokenSource();
        var giveUp = new CancellationTokenSource(); // not disposed: a batch that is left behind may still look at it
        var batches = new QueueBatches(reading, handle, _outage, time, log);
        var lane = new LaneConsumer(connection, reading.Queue, _isSparing ? 1 : reading.Prefetch, batches.Add, bug => NotTaken(connection, bug), time);
        await lane.StartAsync();
        _batches = batches;
        log.Reading(reading.Queue, connection.Address, reading.LargestBatch);
        var watching = new ConsumerWatch(connection, lane, Watch, time, log).RunAsync(unwatched.Token);
        var working = Task.Run(() => batches.RunAsync(HandBackAsync, ending.Token, giveUp.Token), CancellationToken.None);
        await Task.WhenAny(over, working, batches.Overfull, Task.Delay(_isSparing ? SpareFor : Timeout.InfiniteTimeSpan, time, ending.Token));

        await ending.CancelAsync();
        giveUp.CancelAfter(reading.FinishWithin);
        _batches = null;
        await unwatched.CancelAsync();
        await watching;
        await lane.CancelAsync();
        _isSparing = batches.Overfull.IsCompleted;
        if (_isSparing)
        {
            log.ReadingSparingly(reading.Queue, reading.MostHeld, SpareFor);
            await lane.CloseAsync();
        }

        await Task.WhenAny(working, Task.Delay(reading.FinishWithin + LeaveBehindAfter, time, CancellationToken.None));
        await lane.CompleteAsync();
        if (working.IsFaulted)
            await working;
        if (!over.IsCompleted)
            await lane.CloseAsync();

        async Task HandBackAsync()
        {
            _batches = null;
            await unwatched.CancelAsync();
            await watching;
            await lane.CancelAsync();
            await lane.CloseAsync();
        }
    }

    /// <summary>Nobody else would hear of it, and the delivery would occupy its place for ever.</summary>
    private void NotTaken(BrokerConnection connection, Exception bug)
    {
        log.NotSettled(reading.Queue, bug);
        connection.Break("a delivery could not be taken");
    }
}
