using Notifications.LocalStack.Access;
using Notifications.LocalStack.Demo;
using Notifications.LocalStack.Hosts;
using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Commands;

/// <summary>
/// From a fresh clone to an e-mail. Comes in: a folder with sources. Goes out: a running system, some orders' e-mails, a report.
/// Whatever fails on the way is named, and everything started until then is stopped; only what we started is ever stopped.
/// </summary>
public sealed class RunCommand(RunFolder folder, bool demo)
{
    /// <summary>The first one is slow: everything on its way is used for the first time.</summary>
    private const int Orders = 5;

    private static readonly TimeSpan SpanPatience = TimeSpan.FromSeconds(3);

    private readonly Timeline _timeline = new(Console.Out);

    public async Task<int> ExecuteAsync(CancellationToken stop)
    {
        var claim = folder.Claim();
        try
        {
            await ClearAwayAsync();
            var servers = await ChooseServersAsync(stop);
            var access = DevelopmentAccess.Open(folder.Access, _timeline.Say);
            await using var traces = await DemoTraces.OpenAsync(DemoTraces.EndpointOfPerson, stop); // ends after the hosts, which export to the last
            return await RunAsync(new RunningSystem(folder, servers, HostPlans.Endpoints(access.Settings, traces.Settings), _timeline), access, traces, stop);
        }
        finally
        {
            claim.Delete();
        }
    }

    private async Task<int> RunAsync(RunningSystem system, DevelopmentAccess access, DemoTraces traces, CancellationToken stop)
    {
        try
        {
            await StartAsync(system, stop);
            using var order = new DemoOrder(HostPlans.Orders, HostPlans.MailPage, access.ServiceToken);
            _timeline.Say("placing orders …");
            var results = await order.PlaceAsync(Orders, stop);
            Console.WriteLine(DemoReport.Write(results, await traces.TellAsync(results, SpanPatience, stop), folder.Instance.Logs));
            if (demo)
                return results.All(result => result.Problem is null) ? ExitCode.Done : ExitCode.Failed;

            _timeline.Say("running; Ctrl-C stops everything");
            await system.WatchUntilStoppedAsync(stop);
            return ExitCode.Done;
        }
        finally
        {
            _timeline.Say("stopping …");
            await system.StopAsync();
            _timeline.Say("stopped");
        }
    }

    private async Task StartAsync(RunningSystem system, CancellationToken stop)
    {
        // The servers take seconds to start and the build waits for the disk: side by side.
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var building = TellAsync("built", Build.RunAsync(folder.Instance.Logs, folder.Instance.Pids, failed.Token));
        var starting = TellAsync("PostgreSQL and RabbitMQ are ready", system.StartServersAsync(failed.Token));
        if (!(await Task.WhenAny(building, starting)).IsCompletedSuccessfully)
            await failed.CancelAsync();
        await Task.WhenAll(building, starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RethrowFirstAsync(building, starting);

        await TellAsync("the schema is up to date", system.MigrateAsync(stop));
        await TellAsync("orders, notification, reconciliation, recoverability and the mail catcher are ready", system.StartHostsAsync(stop));
    }

    /// <summary>The one that failed by itself, not the one that was cancelled because of it.</summary>
    private static async Task RethrowFirstAsync(params Task[] tasks)
    {
        foreach (var task in tasks.OrderByDescending(task => task.IsFaulted))
            await task;
    }

    private async Task TellAsync(string done, Task task)
    {
        await task;
        _timeline.Say(done);
    }

    private async Task ClearAwayAsync()
    {
        var left = await DownCommand.StopLeftoversAsync(folder);
        if (left.Count > 0)
            _timeline.Say($"an earlier run was killed; stopped what it had left: {string.Join(", ", left)}");
        if (Directory.Exists(folder.Instance.Logs))
            Directory.Delete(folder.Instance.Logs, recursive: true);
    }

    private async Task<IServer> ChooseServersAsync(CancellationToken stop)
    {
        var engine = await EngineChoice.MakeAsync(stop);
        if (engine == Engine.Docker && !await ComposeServers.IsAvailableAsync(stop))
        {
            _timeline.Say("a Docker engine answers, but 'docker compose' is not installed; using native servers");
            engine = Engine.Native;
        }

        if (engine == Engine.Docker)
        {
            var compose = new ComposeServers(BuildOutput.Root, folder.ComposeFile);
            NeededPort.RequireFree([.. HostPlans.Ports, .. ComposeServers.Ports(except: await compose.RunningAsync(stop))]);
            _timeline.Say("building, and starting PostgreSQL and RabbitMQ by Docker Compose …");
            return compose;
        }

        NeededPort.RequireFree([.. HostPlans.Ports, .. NativeServers.Ports]);
        await DebianPackages.EnsureAsync(_timeline.Say, stop);
        _timeline.Say("building, and starting PostgreSQL and RabbitMQ as private instances …");
        return NativeServers.ForRun(folder.Instance);
    }
}
