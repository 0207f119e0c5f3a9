using System.Net.Sockets;
using Notifications.LocalStack.Processes;

namespace Notifications.LocalStack.Servers;

/// <summary>The ports of one private broker; all on 127.0.0.1.</summary>
/// <param name="Epmd">Of its own port mapper: the machine-wide one on 4369 is neither used nor started.</param>
/// <param name="Distribution">Between Erlang nodes; nobody connects to it, but it cannot be switched off.</param>
public sealed record RabbitMqPorts(int Broker, int Management, int Epmd, int Distribution);

/// <summary>
/// A private RabbitMQ from the Debian package: own data folder, node name and ports, no system service. Its port mapper (epmd)
/// is started by us before it and stopped by us after it; left to itself, Erlang would start one that stays for ever.
/// </summary>
/// <param name="eagerStatistics">For tests: queue figures are fresh within half a second instead of five.</param>
public sealed class NativeRabbitMq(InstanceFolder folder, RabbitMqPorts ports, bool eagerStatistics) : IServer
{
    private static readonly TimeSpan EpmdLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AdministrationLimit = TimeSpan.FromSeconds(60);

    private readonly string _data = Path.Combine(folder.Data, "rabbitmq");
    private Dictionary<string, string> _environment = [];
    private ChildProcess? _epmd;
    private ChildProcess? _process;

    public Uri Broker { get; } = ServerAddresses.BrokerAt(ports.Broker);

    public Uri Management { get; } = ServerAddresses.ManagementAt(ports.Management);

    public int? Pid => _process?.Pid;

    public int? EpmdPid => _epmd?.Pid;

    public async Task StartAsync(CancellationToken cancellation = default)
    {
        var program = NativePrograms.FindRabbitMq() ?? throw new CannotContinueException(
            "There is no RabbitMQ at /usr/lib/rabbitmq. Install the package 'rabbitmq-server', or start a Docker engine.");
        _environment = RabbitMqSettings.Write(_data, ports, eagerStatistics);
        if (_epmd is null or { HasExited: true })
            await StartEpmdAsync(cancellation);

        _process = ChildProcess.Start(
            new ProcessPlan("rabbitmq", program) { Environment = _environment, WorkingFolder = _data }, folder.Logs, folder.Pids);
        if (!await ServerReadiness.WaitAsync(
            token => ServerReadiness.RabbitMqAsync(Broker, Management, token), () => _process.HasExited, StartLimit, cancellation))
        {
            throw DidNotStart(_process, $"Mend what its log says, or start afresh without its messages: rm -rf {_data}");
        }
    }

    public async Task StopAsync()
    {
        if (_process is not null)
            await _process.StopAsync();
        if (_epmd is not null)
            await _epmd.StopAsync();
    }

    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.KillAsync();
    }

    /// <summary>Runs <c>rabbitmqctl</c> on the running broker, with the broker's own environment (node name, cookie, port mapper), as the user that we are.</summary>
    public async Task AdministerAsync(IReadOnlyList<string> arguments, CancellationToken cancellation = default)
    {
        var program = NativePrograms.FindRabbitMqAdministration() ?? throw new CannotContinueException("There is no rabbitmqctl at /usr/lib/rabbitmq.");
        string[] command = ["env", .. _environment.Select(variable => $"{variable.Key}={variable.Value}"), program, .. arguments];
        var result = await ShortCommand.RunAsync(command, AdministrationLimit, cancellation);
        if (!result.Succeeded)
            throw new CannotContinueException($"rabbitmqctl {string.Join(' ', arguments)} ended with code {result.Code}: {result.Output.Trim()}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_process is not null)
            await _process.DisposeAsync();
        if (_epmd is not null)
            await _epmd.DisposeAsync();
    }

    // Waited for: a broker that finds no port mapper starts one of its own.
    private async Task StartEpmdAsync(CancellationToken cancellation)
    {
        _epmd = ChildProcess.Start(
            new ProcessPlan("epmd", NativePrograms.FindEpmd()!, "-port", $"{ports.Epmd}", "-address", "127.0.0.1"),
            folder.Logs,
            folder.Pids);
        if (!await ServerReadiness.WaitAsync(AcceptsAsync, () => _epmd.HasExited, EpmdLimit, cancellation))
            throw DidNotStart(_epmd, $"Is port {ports.Epmd} free?");
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellation)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", ports.Epmd, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static CannotContinueException DidNotStart(ChildProcess process, string advice) => new(
        $"{process.Name} {(process.HasExited ? $"ended with code {process.ExitCode} while starting" : "did not become ready in time")}. "
        + $"{advice}{Environment.NewLine}The end of {process.LogFile}:{Environment.NewLine}{process.LastLines()}");
}
