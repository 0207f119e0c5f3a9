using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Notifications.LocalStack.Demo;

/// <summary>What became of an order that shows that the system works.</summary>
/// <param name="Problem">Why there is no e-mail; null when there is one.</param>
public sealed record DemoResult(string? OrderId, string Recipient, TimeSpan Answer, TimeSpan Email, string? Confirmation, string? Problem);

/// <summary>Places orders as a shop would and waits for their e-mails in the mail catcher.</summary>
/// <param name="token">Of the shop: it places orders for every customer.</param>
public sealed class DemoOrder(Uri orders, Uri mailCatcher, string token) : IDisposable
{
    public const string Customer = "123";

    private static readonly TimeSpan EmailLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConfirmationLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _shop = new() { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    private readonly HttpClient _mails = new();

    public static string BodyFor(string recipient) =>
        $$"""{"customer_id":"{{Customer}}","customer":{"name":"Ana","email":"{{recipient}}"},"currency":"BRL","locale":"pt-BR","items":[{"sku":"ABC","name":"Caneca","qty":2,"unit_price":10.50}]}""";

    /// <summary>One after the other; one whose e-mail does not come is the last.</summary>
    public async Task<IReadOnlyList<DemoResult>> PlaceAsync(int orders, CancellationToken cancellation)
    {
        var results = new List<DemoResult>();
        while (results.Count < orders && results.TrueForAll(result => result.Problem is null))
            results.Add(await PlaceAsync(cancellation));
        return results;
    }

    private async Task<DemoResult> PlaceAsync(CancellationToken cancellation)
    {
        // Nobody else's e-mail can be taken for ours.
        var recipient = $"ana.{Guid.NewGuid().ToString("N")[..8]}@example.test";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(orders, "orders"))
        {
            Headers = { { "Idempotency-Key", $"{Guid.NewGuid():D}" } },
            Content = new StringContent(BodyFor(recipient), Encoding.UTF8, "application/json"),
        };

        var sent = Stopwatch.GetTimestamp();
        using var response = await _shop.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        var answer = Stopwatch.GetElapsedTime(sent);
        var nothing = new DemoResult(null, recipient, answer, default, null, null);
        if (response.StatusCode != HttpStatusCode.Accepted)
            return nothing with { Problem = $"POST {orders}orders was answered with {(int)response.StatusCode} instead of 202: {text}" };

        var orderId = JsonDocument.Parse(text).RootElement.GetProperty("order_id").GetString();
        var accepted = Stopwatch.GetTimestamp();
        var arrived = await WaitAsync(EmailLimit, async () => await CountMailsAsync(recipient, cancellation) > 0, cancellation);
        var email = Stopwatch.GetElapsedTime(accepted);

        string? confirmation = null;
        await WaitAsync(
            arrived ? ConfirmationLimit : TimeSpan.Zero,
            async () => (confirmation = await ConfirmationAsync(orderId!, cancellation)) is "accepted" or "sent",
            cancellation);
        var result = nothing with { OrderId = orderId, Email = email, Confirmation = confirmation };
        return arrived ? result : result with
        {
            Problem = $"no e-mail to {recipient} within {EmailLimit.TotalSeconds:0} s; GET {orders}orders/{orderId} says confirmation {confirmation}",
        };
    }

    public void Dispose()
    {
        _shop.Dispose();
        _mails.Dispose();
    }

    private static async Task<bool> WaitAsync(TimeSpan limit, Func<Task<bool>> condition, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) >= limit)
                return false;
            await Task.Delay(Pause, cancellation);
        }

        return true;
    }

    private async Task<int> CountMailsAsync(string recipient, CancellationToken cancellation)
    {
        var search = new Uri(mailCatcher, $"api/v2/search?kind=to&query={Uri.EscapeDataString(recipient)}");
        using var answer = JsonDocument.Parse(await _mails.GetStringAsync(search, cancellation));
        return answer.RootElement.GetProperty("total").GetInt32();
    }

    private async Task<string> ConfirmationAsync(string orderId, CancellationToken cancellation)
    {
        using var order = JsonDocument.Parse(await _shop.GetStringAsync(new Uri(orders, $"orders/{orderId}"), cancellation));
        return StatusOf(order.RootElement.GetProperty("confirmation"));
    }

    /// <summary>The confirmation is a word, or an object with a <c>status</c>.</summary>
    public static string StatusOf(JsonElement confirmation) => confirmation switch
    {
        { ValueKind: JsonValueKind.String } => confirmation.GetString()!,
        { ValueKind: JsonValueKind.Object } when confirmation.TryGetProperty("status", out var status) => StatusOf(status),
        _ => confirmation.GetRawText(),
    };
}
