using System.Net.Http.Headers;
using System.Text;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>
/// RabbitMQ 4 drops a message that was handed out and returned 20 times. The error queue must not say otherwise itself, or ServiceControl could not share it, so a policy of the
/// operator does. Set at the start, and from time to time: a broker that has lost its disk has lost it too. Off unless the management API is named.
/// </summary>
internal sealed class DeliveryLimit : BackgroundService
{
    public const string Policy = "notifications.error-is-kept";
    public const int Limit = 1_000_000;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly IngestionSettings _settings;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger<DeliveryLimit> _log;
    private readonly Outage _setting;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public DeliveryLimit(IngestionSettings settings, BrokerSettings broker, TimeProvider time, ILogger<DeliveryLimit> log)
    {
        (_settings, _time, _log, _setting) = (settings, time, log, new Outage(time));
        _path = $"api/operator-policies/{Uri.EscapeDataString(VirtualHostOf(broker.Uri))}/{Policy}";
    }

    /// <summary>As AMQP URIs have it: the path, decoded; none is <c>/</c>.</summary>
    internal static string VirtualHostOf(string uri) =>
        Uri.UnescapeDataString(BrokerNodes.Read(uri)[0].AbsolutePath.TrimStart('/')) is { Length: > 0 } name ? name : "/";

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_settings.Management != "" && !stoppingToken.IsCancellationRequested)
        {
            var isSet = await TrySetAsync(stoppingToken);
            await Task.Delay(isSet ? Every : AfterFailure, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TrySetAsync(CancellationToken stopping)
    {
        try
        {
            using var answer = await _http.SendAsync(Request(), stopping);
            answer.EnsureSuccessStatusCode();
            if (_setting.Worked() is { } leftOut)
                _log.QueueIsKept(leftOut);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested && _setting.Failed() is { } leftOut)
                _log.QueueIsNotKept(failure.Message, leftOut);
            return false;
        }
    }

    private HttpRequestMessage Request()
    {
        var management = new Uri(_settings.Management);
        var request = new HttpRequestMessage(HttpMethod.Put, new Uri(management, _path))
        {
            Content = JsonContent.Create(new Dictionary<string, object>
            {
                ["pattern"] = $"^{Endpoints.Error}$",
                ["apply-to"] = "queues",
                ["definition"] = new Dictionary<string, object> { ["delivery-limit"] = Limit },
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo))));
        return request;
    }
}
