using System.Net.Http.Headers;
using Notifications.Messaging.Diagnostics;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Webhooks;

/// <summary>
/// In: events that tell of failed messages. Out: one POST for all that nobody was told of, at most so often, by one process at a time.
/// Receiver away or refusing: told again, later and later, until the news is a day old. Death after its answer: it is told twice.
/// Never: news that nobody sent because two were written at the same time. Each event says itself whether it was told.
/// </summary>
internal sealed class Webhook : BackgroundService
{
    private const string SignatureHeader = "X-Notifications-Signature";
    private const int EventsAtATime = 1_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly NpgsqlDataSource _database;
    private readonly WebhookSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<Webhook> _log;
    private readonly Outage _telling;
    private readonly HttpClient _http;

    public Webhook(NpgsqlDataSource database, WebhookSettings settings, TimeProvider time, ILogger<Webhook> log)
    {
        (_database, _settings, _time, _log, _telling) = (database, settings, time, log, new Outage(time));
        // A redirect could lead anywhere, with the news in the request.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = settings.Timeout };
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; _settings.IsOn && !stoppingToken.IsCancellationRequested;)
        {
            failures = await TryTellAsync(stoppingToken) ? 0 : failures + 1;
            await Task.Delay(Pause(failures), _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>2 s while all is well; after failures 4, 8, … s, at most 5 minutes.</summary>
    internal static TimeSpan Pause(int failures) =>
        failures >= 8 ? LongestPause : LookEvery * Math.Pow(2, failures);

    /// <returns>False when it has to be tried again.</returns>
    internal async Task<bool> TryTellAsync(CancellationToken stopping)
    {
        try
        {
            await TellAsync(stopping);
            if (_telling.Worked() is { } leftOut)
                _log.ToldAgain(leftOut);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException || Database.IsAway(failure))
        {
            if (!stopping.IsCancellationRequested && _telling.Failed() is { } leftOut)
                _log.NotTold(failure is OperationCanceledException ? $"no answer within {_settings.Timeout}" : FailureText.ReasonOf(failure), leftOut, FailureText.StackOf(failure));
            return false;
        }
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        await using var connection = await _database.OpenConnectionAsync(stopping);
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        if (!await WebhookTable.TakeTurnAsync(connection, _settings.AtMostEvery, stopping)
            || await WebhookTable.ReadAsync(connection, EventsAtATime, stopping) is not var (news, events))
        {
            return;
        }

        await PostAsync(news.ToJson(), stopping);
        await WebhookTable.ToldAsync(connection, events, stopping);
        await transaction.CommitAsync(stopping);
    }

    private async Task PostAsync(byte[] body, CancellationToken stopping)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _settings.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (FailuresTold.Signature(body, _settings.Secret) is { } signature)
            request.Headers.Add(SignatureHeader, signature);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
        answer.EnsureSuccessStatusCode();
    }
}
