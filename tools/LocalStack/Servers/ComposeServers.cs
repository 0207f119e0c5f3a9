using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Processes;

namespace Notifications.LocalStack.Servers;

/// <summary>PostgreSQL and RabbitMQ from <c>docker-compose.yml</c>. Only the services that we started are stopped; their volumes stay.</summary>
public sealed class ComposeServers(string repository, string startedFile) : IServer
{
    private static readonly TimeSpan UpLimit = TimeSpan.FromMinutes(15); // the first time, images are downloaded
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(2);
    private static readonly string[] Services = ["postgres", "rabbitmq"];

    /// <summary>What must be free: not the ports of services that run already, which we use as they are.</summary>
    public static IEnumerable<NeededPort> Ports(IReadOnlyList<string> except) =>
    [
        .. except.Contains("postgres") ? [] : LocalPorts.Postgres,
        .. except.Contains("rabbitmq") ? [] : LocalPorts.RabbitMq,
    ];

    public static async Task<bool> IsAvailableAsync(CancellationToken cancellation) =>
        (await ShortCommand.RunAsync(["docker", "compose", "version"], TimeSpan.FromSeconds(10), cancellation)).Succeeded;

    public async Task<IReadOnlyList<string>> RunningAsync(CancellationToken cancellation)
    {
        var list = await ComposeAsync(["ps", "--services", "--status", "running"], StopLimit, cancellation);
        return [.. list.Output.Split('\n', StringSplitOptions.TrimEntries).Intersect(Services)];
    }

    public async Task StartAsync(CancellationToken cancellation = default)
    {
        var ours = Services.Except(await RunningAsync(cancellation));
        Directory.CreateDirectory(Path.GetDirectoryName(startedFile)!);
        await File.WriteAllLinesAsync(startedFile, ours, cancellation);

        await ComposeAsync(["up", "-d", "--wait", .. Services], UpLimit, cancellation);
        var local = ServerAddresses.Local;
        if (!await ServerReadiness.WaitAsync(
            async token => await ServerReadiness.PostgresAsync(local.Postgres, token)
                && await ServerReadiness.RabbitMqAsync(local.Broker, local.Management, token),
            () => false, ReadyLimit, cancellation))
        {
            throw new CannotContinueException(
                $"The containers run, but PostgreSQL (127.0.0.1:55432) or RabbitMQ (127.0.0.1:55672, management 15672) gave no answer within "
                + $"{ReadyLimit.TotalSeconds:0} s. 'docker compose logs' says more; {EngineChoice.Knob}=native does without containers.");
        }
    }

    /// <summary>Also stops what an earlier launcher started that was killed; the file names it.</summary>
    public async Task StopAsync()
    {
        if (!File.Exists(startedFile))
            return;
        var ours = await File.ReadAllLinesAsync(startedFile);
        if (ours.Length > 0)
            await ComposeAsync(["stop", .. ours], StopLimit, CancellationToken.None);
        File.Delete(startedFile);
    }

    public Task KillAsync() => ComposeAsync(["kill", .. Services], StopLimit, CancellationToken.None);

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task<ShortCommand.Result> ComposeAsync(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellation)
    {
        var result = await ShortCommand.RunAsync(
            ["docker", "compose", "--project-directory", repository, .. arguments], limit, cancellation);
        return result.Succeeded
            ? result
            : throw new CannotContinueException(
                $"'docker compose {string.Join(' ', arguments)}' ended with code {result.Code}:{Environment.NewLine}{result.Output.TrimEnd()}"
                + $"{Environment.NewLine}{EngineChoice.Knob}=native does without containers.");
    }
}
