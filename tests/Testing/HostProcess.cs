using Notifications.LocalStack.Hosts;
using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Processes;

namespace Notifications.Testing;

/// <summary>A built program of ours as a real process: what a test may kill, pause and start again. Killed at the end if it still runs.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly DirectoryInfo _logs;

    private HostProcess(ChildProcess process, DirectoryInfo logs, Uri address)
    {
        _process = process;
        _logs = logs;
        Address = address;
    }

    /// <summary>Where it listens, for example <c>http://127.0.0.1:20123/</c>.</summary>
    public Uri Address { get; }

    public int Pid => _process.Pid;

    public bool HasExited => _process.HasExited;

    /// <summary>128 + the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it wrote until now.</summary>
    public string Output => LogTail.Read(_process.LogFile, int.MaxValue);

    /// <summary>Starts it on a free port and returns when it is ready; a failure carries its last log lines.</summary>
    /// <param name="project">For example <c>OrdersEndpoint</c>.</param>
    /// <param name="environment">Its settings, for example <c>Database__ConnectionString</c>; <c>ASPNETCORE_URLS</c>: where it listens besides.</param>
    /// <param name="readyPath">Answers 200 when it is ready.</param>
    /// <param name="program">Another build of it; null for the one beside us.</param>
    /// <param name="port">A port of the caller's choice, to start it again where it was; 0 takes a free one.</param>
    public static async Task<HostProcess> StartAsync(
        string project,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string>? arguments = null,
        string readyPath = "health/ready",
        int port = 0,
        string? program = null,
        CancellationToken cancellation = default)
    {
        var address = new Uri($"http://127.0.0.1:{(port == 0 ? FreePort.Next() : port)}/");
        var addresses = environment.TryGetValue("ASPNETCORE_URLS", out var more) ? $"{address.AbsoluteUri};{more}" : address.AbsoluteUri;
        var host = Start(project, new Dictionary<string, string>(environment) { ["ASPNETCORE_URLS"] = addresses }, arguments, address, program);
        try
        {
            await HostStart.WaitUntilReadyAsync(host._process, new Uri(address, readyPath), cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program to its end, such as the migrator; one that fails is named with its last log lines.</summary>
    /// <inheritdoc cref="StartAsync" path="/param"/>
    public static async Task RunToEndAsync(
        string project,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string>? arguments = null,
        string? program = null,
        CancellationToken cancellation = default)
    {
        await using var running = Start(project, environment, arguments, new Uri("about:blank"), program);
        await HostStart.WaitForSuccessAsync(running._process, cancellation);
    }

    /// <summary>What it answers at <c>/health/ready</c>, whatever the status.</summary>
    public async Task<string> HealthAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Address, "health/ready"), cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary><c>kill -9</c>; returns when it is gone.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM, as a deployment does it; returns the exit code. One that does not end in 30 s is killed, which shows as 137.</summary>
    public async Task<int> TerminateAsync()
    {
        await _process.StopAsync();
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it hangs, but its connections stay open.</summary>
    public void Pause() => _process.Send(Signal.Stop);

    /// <summary>SIGCONT.</summary>
    public void Continue() => _process.Send(Signal.Continue);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _logs.Delete(recursive: true);
    }

    private static HostProcess Start(
        string project, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string>? arguments, Uri address, string? program = null)
    {
        var logs = Directory.CreateTempSubdirectory("notifications-host-");
        var plan = new HostPlan(project, project, environment) { Arguments = arguments ?? [], Program = program };
        try
        {
            return new HostProcess(ChildProcess.Start(plan.ToProcess(), logs.FullName), logs, address);
        }
        catch
        {
            logs.Delete(recursive: true);
            throw;
        }
    }
}
