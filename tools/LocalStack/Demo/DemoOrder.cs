using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Notifications.LocalStack.Demo;

/// <summary>What became of the one order that shows that the system works.</summary>
/// <param name="Problem">Why there is no e-mail; null when there is one.</param>
public sealed record DemoResult(string? OrderId, string Recipient, TimeSpan Answer, TimeSpan Email, string? Confirmation, string? Problem);

/// <summary>Places one order as a shop would and waits for its e-mail in the mail catcher.</summary>
public sealed class DemoOrder(Uri orders, Uri mailCatcher) : IDisposable
{
    private static readonly TimeSpan EmailLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConfirmationLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _client = new();

    public static string BodyFor(string recipient) =>
        $$"""{"customer_id":"123","customer":{"name":"Ana","email":"{{recipient}}"},"currency":"BRL","locale":"pt-BR","items":[{"sku":"ABC","name":"Caneca","qty":2,"unit_price":10.50}]}""";

    public async Task<DemoResult> PlaceAsync(CancellationToken cancellation)
    {
        // Nobody else's e-mail can be taken for ours.
        var recipient = $"ana.{Guid.NewGuid().ToString("N")[..8]}@example.test";
        using var body = new StringContent(BodyFor(recipient), Encoding.UTF8, "application/json");

        var sent = Stopwatch.GetTimestamp();
        using var response = await _client.PostAsync(new Uri(orders, "orders"), body, cancellation);
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

    public void Dispose() => _client.Dispose();

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
        using var answer = JsonDocument.Parse(await _client.GetStringAsync(search, cancellation));
        return answer.RootElement.GetProperty("total").GetInt32();
    }

    private async Task<string> ConfirmationAsync(string orderId, CancellationToken cancellation)
    {
        using var order = JsonDocument.Parse(await _client.GetStringAsync(new Uri(orders, $"orders/{orderId}"), cancellation));
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
