using System.Net.Http.Headers;
using Notifications.Proof.Stage;
using Notifications.Testing;

namespace Notifications.Proof.Run;

/// <summary>An operator at ServicePulse: every failed message is seen, and sent back to where it came from.</summary>
internal sealed class SendingBack(Shop shop, string logFolder)
{
    private static readonly TimeSpan ToSee = TimeSpan.FromMinutes(1);

    public async Task SendAllAsync(CancellationToken cancellation)
    {
        // A copy is the same message: it is shown once.
        var failed = (await ErrorQueue.ReadAsync(shop.Broker, cancellation).ToListAsync(cancellation)).Select(message => message.OrderId).Distinct().Count();
        var settings = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = shop.Network.Database,
            ["Broker__Uri"] = shop.Network.Broker.AbsoluteUri,
        };
        await using var endpoint = await HostProcess.StartAsync("RecoverabilityEndpoint", settings, cancellation: cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(endpoint.Address, "api/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestAccess.AdminToken()) } };
        await UntilAsync(http, "unresolved", failed, cancellation);
        using (var answer = await http.PostAsync(new Uri("errors/retry/all", UriKind.Relative), content: null, cancellation))
            answer.EnsureSuccessStatusCode();
        await UntilAsync(http, "resolved", failed, cancellation);
        await File.WriteAllTextAsync(Path.Combine(logFolder, "recoverability.log"), endpoint.Output, cancellation);
    }

    private static async Task UntilAsync(HttpClient http, string status, long messages, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ToSee);
        try
        {
            while (await CountAsync(http, status, limit.Token) < messages)
                await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StageException($"Of {messages} failed messages {await CountAsync(http, status, cancellation)} are {status} after {ToSee.TotalSeconds:0} s.");
        }
    }

    private static async Task<long> CountAsync(HttpClient http, string status, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri($"errors?status={status}&per_page=1", UriKind.Relative), cancellation);
        answer.EnsureSuccessStatusCode();
        return long.Parse(answer.Headers.GetValues("Total-Count").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
