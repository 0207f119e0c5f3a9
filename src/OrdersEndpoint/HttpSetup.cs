using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Timeouts;
using Notifications.OrdersEndpoint.Description;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.Limits;
using Notifications.OrdersEndpoint.ListOrders;
using Notifications.OrdersEndpoint.PlaceOrder;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.OrdersEndpoint.WatchOrder;
using Notifications.ServiceDefaults.Access;
using Notifications.ServiceDefaults.Stopping;

namespace Notifications.OrdersEndpoint;

/// <summary>The API as HTTP sees it: what it takes at most, what a request passes, and its routes.</summary>
internal static class HttpSetup
{
    /// <summary>1,000 items with names of 200 characters fit; what does not is refused before it is read.</summary>
    public const int LargestBody = 256 * 1024;

    public const int LongestRequestLine = 8 * 1024;
    public const int LargestHeaders = 16 * 1024;
    public const int MostHeaders = 50;
    public const int MostConnections = 10_000;
    public static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan RequestWithin = TimeSpan.FromSeconds(30);

    public static void AddHttpApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
            kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
            kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
        });
        // A request goes on where its bytes arrived: nothing in here blocks, and another thread would have to be woken twice for each.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.AddGoodbye();
        builder.Services.AddErrorAnswers();
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy =
            new RequestTimeoutPolicy { Timeout = RequestWithin, TimeoutStatusCode = StatusCodes.Status408RequestTimeout });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // or its description says that a number may be a text
        });
        builder.AddDescription();
    }

    /// <summary>What every request passes before it reaches a route, in this order.</summary>
    public static void UseHttpApi(this WebApplication app)
    {
        app.UseRequestCount();
        app.UseAnswerHeaders();
        app.UseGoodbye();
        app.UseErrorAnswers();
        app.UseRequestTimeouts();
        app.UseAccess();
        app.Use(app.Services.GetRequiredService<CallerLimit>().ApplyAsync);
    }

    public static void MapRoutes(this WebApplication app)
    {
        app.MapPlaceOrder();
        app.MapReading();
        app.MapProblemPages();
        app.MapDescription();
    }

    public static void MapReading(this WebApplication app)
    {
        app.MapReadOrder();
        app.MapListOrders();
        app.MapWatchOrder();
    }
}
