using Notifications.LocalStack.Hosts;
using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Commands;

/// <summary>What one <c>./run</c> has started, and the order in which it ends: our hosts, the mail catcher, broker, database.</summary>
public sealed class RunningSystem(RunFolder folder, IServer servers, IReadOnlyList<HostPlan> endpoints, Timeline timeline)
{
    private readonly List<ChildProcess> _endpoints = [];
    private ChildProcess? _mailCatcher;

    public Task StartServersAsync(CancellationToken cancellation) => servers.StartAsync(cancellation);

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var migrator = Start(HostPlans.Migrator);
        await HostStart.WaitForSuccessAsync(migrator, cancellation);
    }

    public async Task StartHostsAsync(CancellationToken cancellation)
    {
        _mailCatcher = Start(HostPlans.MailCatcher);
        foreach (var plan in endpoints)
            _endpoints.Add(Start(plan));

        // The first failure is the one to report; the others are then stopped, not waited for.
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var starting = endpoints.Prepend(HostPlans.MailCatcher)
            .Zip(_endpoints.Prepend(_mailCatcher), (plan, process) => HostStart.WaitUntilReadyAsync(process, plan.Ready!, failed.Token))
            .ToList();
        while (starting.Count > 0)
        {
            var done = await Task.WhenAny(starting);
            starting.Remove(done);
            if (!done.IsCompletedSuccessfully)
                await failed.CancelAsync();
            await done;
        }
    }

    /// <summary>Returns when the person at the terminal has had enough; a host that ends before is reported, and the rest keeps running.</summary>
    public async Task WatchUntilStoppedAsync(CancellationToken stop)
    {
        var watched = _endpoints.Prepend(_mailCatcher!).ToDictionary(process => process.WaitForExitAsync(stop));
        while (watched.Count > 0 && !stop.IsCancellationRequested)
        {
            var ended = await Task.WhenAny(watched.Keys);
            if (!stop.IsCancellationRequested)
                timeline.Say(HostStart.Describe(watched[ended], $"ended with code {watched[ended].ExitCode}; the rest keeps running"));
            watched.Remove(ended);
        }

        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task StopAsync()
    {
        await Task.WhenAll(_endpoints.Select(StopAsync));
        if (_mailCatcher is not null)
            await StopAsync(_mailCatcher);
        await servers.StopAsync();
        await servers.DisposeAsync();
    }

    private ChildProcess Start(HostPlan plan) => ChildProcess.Start(plan.ToProcess(), folder.Instance.Logs, folder.Instance.Pids);

    private async Task StopAsync(ChildProcess process)
    {
        await using (process)
        {
            if (!process.HasExited && !await process.StopAsync())
                timeline.Say($"{process.Name} did not end in time and was killed; see {process.LogFile}");
        }
    }
}
