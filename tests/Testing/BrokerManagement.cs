using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Notifications.LocalStack.Servers;

namespace Notifications.Testing;

/// <summary>What RabbitMQ's management tells about a queue. The figures are up to half a second old.</summary>
public sealed record QueueState(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("messages_ready")] long Ready,
    [property: JsonPropertyName("messages_unacknowledged")] long Unacknowledged,
    [property: JsonPropertyName("consumers")] int Consumers)
{
    /// <summary>Everything in it, delivered or not.</summary>
    public long Depth => Ready + Unacknowledged;
}

/// <summary>The few calls of RabbitMQ's management HTTP API that tests need, for one vhost.</summary>
public sealed class BrokerManagement(Uri management, string virtualHost) : IDisposable
{
    private static readonly object AllPermissions = new { configure = ".*", write = ".*", read = ".*" };

    private readonly HttpClient _client = ServerReadiness.ManagementClient(management);
    private readonly string _vhost = Uri.EscapeDataString(virtualHost);

    /// <summary>Null when there is no such queue.</summary>
    public async Task<QueueState?> FindQueueAsync(string queue, CancellationToken cancellation = default)
    {
        using var answer = await _client.GetAsync(QueuePath(queue), cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<QueueState>(cancellation);
    }

    /// <summary>Every queue of the vhost.</summary>
    public async Task<IReadOnlyList<QueueState>> QueuesAsync(CancellationToken cancellation = default) =>
        (await _client.GetFromJsonAsync<List<QueueState>>(Relative($"api/queues/{_vhost}"), cancellation))!;

    /// <summary>What the policies make of a queue, as JSON.</summary>
    public async Task<string> PoliciesOfAsync(string queue, CancellationToken cancellation = default)
    {
        using var answer = await _client.GetAsync(QueuePath(queue), cancellation);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))?["effective_policy_definition"]?.ToJsonString() ?? "";
    }

    /// <summary>Messages in the queue, delivered or not; 0 when there is no such queue.</summary>
    public async Task<long> DepthAsync(string queue, CancellationToken cancellation = default) =>
        (await FindQueueAsync(queue, cancellation))?.Depth ?? 0;

    /// <summary>0 when there is no such queue.</summary>
    public async Task<int> ConsumersAsync(string queue, CancellationToken cancellation = default) =>
        (await FindQueueAsync(queue, cancellation))?.Consumers ?? 0;

    public Task PurgeAsync(string queue, CancellationToken cancellation = default) =>
        DeleteAsync($"{QueuePath(queue)}/contents", cancellation);

    public Task DeleteQueueAsync(string queue, CancellationToken cancellation = default) =>
        DeleteAsync(QueuePath(queue), cancellation);

    /// <summary>The names of the vhost's connections, as <see cref="CloseConnectionAsync"/> wants them.</summary>
    public async Task<IReadOnlyList<string>> ConnectionsAsync(CancellationToken cancellation = default)
    {
        var connections = await _client.GetFromJsonAsync<List<Connection>>(Relative($"api/vhosts/{_vhost}/connections"), cancellation);
        return [.. connections!.Select(connection => connection.Name)];
    }

    /// <summary>The broker ends the connection, as an operator may; a client sees it as closed by the peer.</summary>
    public Task CloseConnectionAsync(string name, CancellationToken cancellation = default) =>
        DeleteAsync($"api/connections/{Uri.EscapeDataString(name)}", cancellation);

    /// <summary>Closes every connection of the vhost and returns how many there were.</summary>
    public async Task<int> CloseConnectionsAsync(CancellationToken cancellation = default)
    {
        var names = await ConnectionsAsync(cancellation);
        foreach (var name in names)
            await CloseConnectionAsync(name, cancellation);
        return names.Count;
    }

    /// <summary>Of memory or disk, on any node: the broker takes no messages.</summary>
    public async Task<bool> HasAlarmAsync(CancellationToken cancellation = default)
    {
        using var answer = await _client.GetAsync(Relative("api/health/checks/alarms"), cancellation);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            return true;
        answer.EnsureSuccessStatusCode();
        return false;
    }

    public async Task CreateVirtualHostAsync(string user, CancellationToken cancellation = default)
    {
        await PutAsync($"api/vhosts/{_vhost}", new { }, cancellation);
        await PutAsync($"api/permissions/{_vhost}/{Uri.EscapeDataString(user)}", AllPermissions, cancellation);
    }

    /// <summary>A user who may publish to and consume from everything in the vhost and declare nothing: credentials as a careful operator gives them. The password is the name.</summary>
    public async Task CreateUserWhoMayNotDeclareAsync(string user, CancellationToken cancellation = default)
    {
        await PutAsync($"api/users/{Uri.EscapeDataString(user)}", new { password = user, tags = "" }, cancellation);
        await PutAsync($"api/permissions/{_vhost}/{Uri.EscapeDataString(user)}", new { configure = "^$", write = ".*", read = ".*" }, cancellation);
    }

    public Task DeleteUserAsync(string user, CancellationToken cancellation = default) => DeleteAsync($"api/users/{Uri.EscapeDataString(user)}", cancellation);

    public Task DeleteVirtualHostAsync(CancellationToken cancellation = default) => DeleteAsync($"api/vhosts/{_vhost}", cancellation);

    public void Dispose() => _client.Dispose();

    private string QueuePath(string queue) => $"api/queues/{_vhost}/{Uri.EscapeDataString(queue)}";

    private async Task PutAsync(string path, object body, CancellationToken cancellation)
    {
        using var answer = await _client.PutAsJsonAsync(Relative(path), body, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What is not there any more counts as deleted.</summary>
    private async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _client.DeleteAsync(Relative(path), cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound)
            answer.EnsureSuccessStatusCode();
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private sealed record Connection([property: JsonPropertyName("name")] string Name);
}
