using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Notifications.OrdersEndpoint.ReadOrder;

namespace Notifications.OrdersEndpoint.WatchOrder;

/// <summary>
/// Writes Server-Sent Events, by hand: the framework's writer has no comments, and heartbeats are comments. Our JSON has no line breaks, so data is one line.
/// </summary>
internal sealed class EventWriter(HttpContext http)
{
    /// <summary>Answers at once, also when there is nothing to tell yet.</summary>
    public Task OpenAsync()
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would collect events until they are worth a packet
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        return WriteHeartbeatAsync();
    }

    public Task WriteHeartbeatAsync() => WriteAsync(":\n\n"u8.ToArray());

    public Task WriteAsync(Representation order) => WriteAsync([.. "event: order\nid: "u8, .. Encoding.ASCII.GetBytes(order.Id), .. "\ndata: "u8, .. order.Json, .. "\n\n"u8]);

    private async Task WriteAsync(byte[] bytes)
    {
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
