using System.Net;
using System.Text.Json;
using Notifications.LocalStack;
using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.Testing.Prometheus;

/// <summary>A real Prometheus on a free port, with its data in a temporary folder. Ended and removed at the end.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(5);

    private readonly TemporaryInstance _instance;
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private PrometheusServer(TemporaryInstance instance, ChildProcess process, Uri address)
    {
        _instance = instance;
        _process = process;
        _client = new HttpClient { BaseAddress = address };
    }

    public Uri Address => _client.BaseAddress!;

    /// <summary>Returns when it is ready; a failure carries its last log lines.</summary>
    /// <param name="configuration">As in <c>prometheus.yml</c>. Rules are named by whole paths below <c>deploy</c>, targets at 127.0.0.1.</param>
    /// <param name="cancellation">The test's.</param>
    public static async Task<PrometheusServer> StartAsync(string configuration, CancellationToken cancellation = default)
    {
        var instance = new TemporaryInstance();
        PrometheusServer server;
        try
        {
            var file = Path.Combine(instance.Folder.Root, "prometheus.yml");
            await File.WriteAllTextAsync(file, configuration, cancellation);
            server = Start(instance, await PrometheusPrograms.CommandAsync("prometheus", instance.Folder.Root), file);
        }
        catch
        {
            instance.Dispose();
            throw;
        }

        try
        {
            await server.WaitUntilReadyAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>An instant query, evaluated now.</summary>
    /// <param name="expression">Whose result is a vector.</param>
    /// <param name="cancellation">The test's.</param>
    public async Task<IReadOnlyList<Sample>> QueryAsync(string expression, CancellationToken cancellation)
    {
        var data = await GetAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}", cancellation);
        return [.. data.GetProperty("result").EnumerateArray().Select(Sample.Read)];
    }

    /// <summary>The alerts that are pending or firing.</summary>
    public async Task<IReadOnlyList<ActiveAlert>> AlertsAsync(CancellationToken cancellation)
    {
        var data = await GetAsync("api/v1/alerts", cancellation);
        return [.. data.GetProperty("alerts").EnumerateArray().Select(ActiveAlert.Read)];
    }

    public async ValueTask DisposeAsync()
    {
        // In good order: in a container it is not ours to kill, only to ask.
        await _process.StopAsync();
        await _process.DisposeAsync();
        _client.Dispose();
        _instance.Dispose();
    }

    private static PrometheusServer Start(TemporaryInstance instance, IReadOnlyList<string> command, string configuration)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        string[] arguments =
        [
            .. command.Skip(1),
            $"--config.file={configuration}",
            $"--storage.tsdb.path={instance.Folder.Data}",
            $"--web.listen-address={address.Authority}",
            "--log.level=warn",
        ];
        var plan = new ProcessPlan("prometheus", command[0], arguments);
        return new PrometheusServer(instance, ChildProcess.Start(plan, instance.Folder.Logs, instance.Folder.Pids), address);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        if (await ServerReadiness.WaitAsync(IsReadyAsync, () => _process.HasExited, ReadyLimit, cancellation))
            return;
        var what = _process.HasExited ? $"ended with code {_process.ExitCode}" : "is not ready in time";
        throw new CannotContinueException($"Prometheus at {Address} {what}. Its last lines:{Environment.NewLine}{_process.LastLines()}");
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("-/ready", UriKind.Relative), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        using var document = answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text)
            : throw new HttpRequestException($"Prometheus answers {(int)answer.StatusCode} to {path}: {text}");
        return document.RootElement.GetProperty("data").Clone();
    }
}
