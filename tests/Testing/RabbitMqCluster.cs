using System.Text.Json;
using Notifications.LocalStack;
using Notifications.LocalStack.Access;
using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.Testing;

/// <summary>
/// Nodes of RabbitMQ that are one cluster, from the Debian package, on this machine: one port mapper, ports and a folder for each node, and a pause for the
/// minority. A test may kill a node and start it again.
/// </summary>
public sealed class RabbitMqCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan JoinLimit = TimeSpan.FromMinutes(1);

    private readonly TemporaryInstance _folder = new();
    private readonly List<Node> _nodes = [];
    private ChildProcess? _portMapper;

    /// <summary>Of all nodes, with the vhost <c>/</c>.</summary>
    public string Uri => $"amqp://{ServerAddresses.User}:{ServerAddresses.Password}@{string.Join(',', _nodes.Select(node => node.Broker.Authority))}/%2F";

    public int Count => _nodes.Count;

    public static async Task<RabbitMqCluster> StartAsync(int nodes, CancellationToken cancellation)
    {
        if (await OwnServers.PrepareAsync() != Engine.Native)
            throw new CannotContinueException($"A cluster is made of Debian's RabbitMQ; set {EngineChoice.Knob}=native.");
        var cluster = new RabbitMqCluster();
        try
        {
            cluster.StartPortMapper(nodes);
            await Task.WhenAll(cluster._nodes.Select(node => node.StartAsync(StartLimit, cancellation)));
            foreach (var node in cluster._nodes.Skip(1))
                await cluster.JoinAsync(node, cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a client of this one node alone goes.</summary>
    public Uri BrokerOf(int node) => _nodes[node].Broker;

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync(int node) => _nodes[node].Process!.KillAsync();

    /// <summary>Returns when it answers; it has caught up a moment later.</summary>
    public Task StartAgainAsync(int node, CancellationToken cancellation) => _nodes[node].StartAsync(StartLimit, cancellation);

    /// <summary>Which node leads a quorum queue, and which of its members are there, as a living node says.</summary>
    public async Task<(int Leader, IReadOnlyList<int> Members, IReadOnlyList<int> Online)> QuorumOfAsync(string queue, CancellationToken cancellation)
    {
        var asked = _nodes.First(node => node.Process is { HasExited: false });
        using var http = ServerReadiness.ManagementClient(asked.Management);
        // Not as nodes: it writes some keys twice.
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri($"api/queues/%2F/{queue}", UriKind.Relative), cancellation));
        return (Place(answer.RootElement.GetProperty("leader")), Places("members"), Places("online"));

        List<int> Places(string key) => [.. answer.RootElement.GetProperty(key).EnumerateArray().Select(Place)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Where(node => node.Process is not null))
            await node.Process!.DisposeAsync();
        if (_portMapper is not null)
            await _portMapper.DisposeAsync();
        _folder.Dispose();
    }

    private int Place(JsonElement name) => _nodes.FindIndex(node => node.Name == name.GetString());

    private void StartPortMapper(int nodes)
    {
        var (port, cookie) = (FreePort.Next(), $"{Guid.NewGuid():N}");
        _portMapper = ChildProcess.Start(
            new ProcessPlan("epmd", NativePrograms.FindEpmd()!, "-port", $"{port}", "-address", "127.0.0.1"), _folder.Folder.Logs, _folder.Folder.Pids);
        for (var node = 0; node < nodes; node++)
            _nodes.Add(new Node(new InstanceFolder(Path.Combine(_folder.Folder.Root, $"{node}")), _folder.Folder.Pids, node, port, cookie));
    }

    private async Task JoinAsync(Node node, CancellationToken cancellation)
    {
        foreach (var step in new[] { "stop_app", "reset", $"join_cluster {_nodes[0].Name}", "start_app" })
            await node.AdministerAsync(step.Split(' '), JoinLimit, cancellation);
    }

    private sealed class Node
    {
        private readonly InstanceFolder _folder;
        private readonly string _pids;
        private readonly int _place;
        private readonly Dictionary<string, string> _environment;

        public Node(InstanceFolder folder, string pids, int place, int portMapper, string cookie)
        {
            (_folder, _pids, _place) = (folder, pids, place);
            var ports = new RabbitMqPorts(FreePort.Next(), FreePort.Next(), portMapper, FreePort.Next());
            (Broker, Management) = (ServerAddresses.BrokerAt(ports.Broker), ServerAddresses.ManagementAt(ports.Management));
            _environment = RabbitMqSettings.Write(folder.Data, ports, eagerStatistics: true);
            File.AppendAllText(_environment["RABBITMQ_CONFIG_FILE"], "cluster_partition_handling = pause_minority\n");
            using var secret = new StreamWriter(Path.Combine(folder.Data, ".erlang.cookie"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = SecretFile.OwnerOnly });
            secret.Write(cookie);
        }

        public Uri Broker { get; }

        public Uri Management { get; }

        public string Name => _environment["RABBITMQ_NODENAME"];

        public ChildProcess? Process { get; private set; }

        public async Task StartAsync(TimeSpan limit, CancellationToken cancellation)
        {
            var process = Process = ChildProcess.Start(
                new ProcessPlan($"rabbitmq-{_place}", NativePrograms.FindRabbitMq()!) { Environment = _environment, WorkingFolder = _folder.Data }, _folder.Logs, _pids);
            if (!await ServerReadiness.WaitAsync(token => ServerReadiness.RabbitMqAsync(Broker, Management, token), () => process.HasExited, limit, cancellation))
                throw new InvalidOperationException($"Node {_place} did not start: {process.LastLines()}");
        }

        public async Task AdministerAsync(string[] arguments, TimeSpan limit, CancellationToken cancellation)
        {
            string[] command = ["env", .. _environment.Select(variable => $"{variable.Key}={variable.Value}"), NativePrograms.FindRabbitMqAdministration()!, .. arguments];
            var result = await ShortCommand.RunAsync(command, limit, cancellation);
            if (!result.Succeeded)
                throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} ended with code {result.Code}: {result.Output.Trim()}");
        }
    }
}
