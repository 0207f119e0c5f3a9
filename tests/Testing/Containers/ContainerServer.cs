using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Notifications.LocalStack;
using Notifications.LocalStack.Servers;

namespace Notifications.Testing.Containers;

/// <summary>
/// A container at fixed ports of the host. Testcontainers makes it and removes it; killing and starting again go to the engine
/// directly, because Testcontainers knows only an orderly stop and would look for the first start's log lines.
/// </summary>
public sealed class ContainerServer(string name, IContainer container, Func<CancellationToken, Task<bool>> isReady) : IServer
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(3);

    private bool _created;

    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (_created)
        {
            using var engine = Connect();
            await engine.Containers.StartContainerAsync(container.Id, new ContainerStartParameters(), cancellation);
        }
        else
        {
            await container.StartAsync(cancellation);
            _created = true;
        }

        if (!await ServerReadiness.WaitAsync(isReady, () => false, ReadyLimit, cancellation))
            throw new CannotContinueException($"The container {name} gave no answer within {ReadyLimit.TotalSeconds:0} s.");
    }

    public async Task StopAsync()
    {
        if (!_created)
            return;
        using var engine = Connect();
        await engine.Containers.StopContainerAsync(container.Id, new ContainerStopParameters { WaitBeforeKillSeconds = 30 });
    }

    public async Task KillAsync()
    {
        using var engine = Connect();
        if (!_created || (await engine.Containers.InspectContainerAsync(container.Id)).State is not { Running: true })
            return;
        await engine.Containers.KillContainerAsync(container.Id, new ContainerKillParameters { Signal = "KILL" });
        // The engine only sends the signal; a start before the end would be taken for a start of a running container.
        await engine.Containers.WaitContainerAsync(container.Id);
    }

    /// <summary>Runs a command in it to its end; it must succeed.</summary>
    public async Task RunAsync(string user, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using var engine = Connect();
        var parameters = new ContainerExecCreateParameters { User = user, Cmd = [.. command], AttachStdout = true, AttachStderr = true };
        var exec = (await engine.Exec.CreateContainerExecAsync(container.Id, parameters, cancellation)).ID;
        using var streams = await engine.Exec.StartContainerExecAsync(exec, new ContainerExecStartParameters(), cancellation);
        var (output, errors) = await streams.ReadOutputToEndAsync(cancellation);
        if ((await engine.Exec.InspectContainerExecAsync(exec, cancellation)).ExitCode is not 0 and var code)
            throw new CannotContinueException($"{string.Join(' ', command)} in the container {name} ended with code {code}: {output}{errors}");
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();

    private static Docker.DotNet.DockerClient Connect() =>
        TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder(ResourceReaper.DefaultSessionId).Build();
}
