using Notifications.MailCatcher.Faults;
using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>What can happen to a shop, one thing at a time, in an order that a seed decides.</summary>
internal sealed class Mischief(Shop shop, TestBroker broker, int seed, IReadOnlyDictionary<string, string> consumerSettings, IReadOnlyDictionary<string, string> nodeSettings)
{
    private readonly Random _random = new(seed);
    private readonly Queue<HostProcess> _consumers = [];
    private readonly Queue<HostProcess> _nodes = [];

    public List<string> Done { get; } = [];

    public async Task StartHostsAsync(CancellationToken cancellation)
    {
        for (var copy = 0; copy < 2; copy++)
        {
            _consumers.Enqueue(await shop.StartConsumerAsync(cancellation, consumerSettings));
            _nodes.Enqueue(await shop.StartReconciliationAsync(cancellation, nodeSettings));
        }
    }

    /// <summary>One mischief after the other, <paramref name="every"/> so often, until it is enough. What lasts goes on during the next ones.</summary>
    public async Task GoOnAsync(TimeSpan every, CancellationToken enough, CancellationToken cancellation)
    {
        (string Name, Func<CancellationToken, Task> Do)[] all =
        [
            ("a consumer is killed", KillConsumerAsync),
            ("a consumer hangs for 40 s", HangConsumerAsync),
            ("a node of reconciliation is killed", KillNodeAsync),
            ("the API is killed", KillApiAsync),
            ("the queue is purged", token => broker.Management.PurgeAsync(Endpoints.Notification, token)),
            ("the lane of retries is purged", token => broker.Management.PurgeAsync(Endpoints.RetriesOf(Endpoints.Notification), token)),
            ("the queue is deleted", token => broker.Management.DeleteQueueAsync(Endpoints.Notification, token)),
            ("all connections to the broker are closed", token => broker.Management.CloseConnectionsAsync(token)),
            ("all sessions of the database are ended", _ => shop.QueryAsync<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")),
            ("rows are deleted from the outbox", _ => shop.QueryAsync<long>("WITH gone AS (DELETE FROM messaging.outbox RETURNING 1) SELECT count(*) FROM gone")),
            ("the relay is busy for 10 s", token => FaultAsync(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("451 4.7.1 try again later")), token)),
            ("the relay refuses connections for 10 s", token => FaultAsync(new Fault(FaultPoint.Connect, new FaultAction.Refuse()), token)),
            ("the relay takes 20 e-mails and does not say so", _ => Task.FromResult(shop.Mail.Faults.Add(new Fault(FaultPoint.EndOfData, new FaultAction.Cut()) { Keep = true, Times = 20 }))),
        ];
        _random.Shuffle(all);
        var lasting = new Task[all.Length];
        Array.Fill(lasting, Task.CompletedTask);
        for (var next = 0; !enough.IsCancellationRequested; next++)
        {
            var (name, act) = all[next % all.Length];
            await lasting[next % lasting.Length];
            Done.Add(name);
            TestContext.Progress.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {shop.Accepted.Count} orders, {shop.Mail.Inbox.Messages.Count} e-mails; {name}");
            await Task.WhenAny(lasting[next % lasting.Length] = act(cancellation), Task.Delay(every, cancellation));
            await Task.Delay(every, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the load between two of them, not a wait for luck
        }

        await Task.WhenAll(lasting);
    }

    private async Task KillConsumerAsync(CancellationToken cancellation)
    {
        await _consumers.Dequeue().KillAsync();
        _consumers.Enqueue(await shop.StartConsumerAsync(cancellation, consumerSettings));
    }

    private async Task HangConsumerAsync(CancellationToken cancellation)
    {
        var hangs = _consumers.Last();
        hangs.Pause();
        await Task.Delay(TimeSpan.FromSeconds(40), cancellation);
        if (!hangs.HasExited)
            hangs.Continue();
    }

    private async Task KillNodeAsync(CancellationToken cancellation)
    {
        await _nodes.Dequeue().KillAsync();
        _nodes.Enqueue(await shop.StartReconciliationAsync(cancellation, nodeSettings));
    }

    private async Task KillApiAsync(CancellationToken cancellation)
    {
        await shop.KillApiAsync();
        await shop.StartApiAsync(cancellation);
    }

    private async Task FaultAsync(Fault fault, CancellationToken cancellation)
    {
        var strikes = shop.Mail.Faults.Add(fault);
        await Task.Delay(TimeSpan.FromSeconds(10), cancellation);
        shop.Mail.Faults.Remove(strikes);
    }
}
