using System.Net.Http.Headers;
using Notifications.OrdersEndpoint.Requests;

namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>What a client asks for in a rehearsal: to place an order that the database refuses.</summary>
internal static class OrderRehearsal
{
    private static readonly byte[] Order =
        """
        {"customer_id":"rehearsal","customer":{"name":"Rehearsal","email":"rehearsal@rehearsal.invalid"},"currency":"BRL","locale":"pt-BR",
        "items":[{"sku":"A-1","name":"Caneca","qty":2,"unit_price":10.50},{"sku":"A-2","name":"Prato fundo","qty":1,"unit_price":31.00}]}
        """u8.ToArray();

    /// <summary>Every second one has a key, as both kinds of clients exist.</summary>
    public static async Task PlaceAsync(HttpClient http, CancellationToken over)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new ByteArrayContent(Order) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        if (Random.Shared.Next(2) == 0)
            request.Headers.Add(IdempotencyKey.Header, $"{Guid.NewGuid()}");
        using var answer = await http.SendAsync(request, over);
        await answer.Content.ReadAsByteArrayAsync(over);
        if (answer.IsSuccessStatusCode)
            throw new InvalidOperationException("The database has stored an order that was only rehearsed.");
    }
}
