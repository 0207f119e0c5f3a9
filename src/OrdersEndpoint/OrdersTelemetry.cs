using System.Diagnostics;
using System.Diagnostics.Metrics;
using Notifications.Messaging.Diagnostics;
using Notifications.OrdersEndpoint.Orders;
using Notifications.OrdersEndpoint.Requests;

namespace Notifications.OrdersEndpoint;

/// <summary>Spans and metrics of this endpoint; docs/observability.md has the names.</summary>
internal static class OrdersTelemetry
{
    public const string MeterName = "Notifications.Orders";

    private static readonly ActivitySource Source = new(MeterName);
    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("notifications.orders.requests", "{request}", "Orders that clients wanted to place, by the answer.");

    private static readonly string[] Outcomes = ["accepted", "replayed", "invalid", "forbidden", "key_reused", "still_running", "too_many", "unavailable", "gone", "failed"];

    /// <summary>From a valid order until it is committed with its command, or is known to be another one's copy. The command carries this span's context.</summary>
    public static Activity? StartAccepting(Guid order) => Source.StartActivity("accept order")?.SetTag("notifications.order.id", order.ToString("D"));

    /// <summary>Only what keeps an order from being stored is an error: that it was there before is none.</summary>
    public static void Ended(Activity? activity, Acceptance acceptance)
    {
        activity?.SetTag("notifications.acceptance", acceptance switch
        {
            Acceptance.Accepted => "accepted",
            Acceptance.Repeated => "replayed",
            Acceptance.KeyUsed => "key_reused",
            Acceptance.StillRunning => "still_running",
            _ => "full",
        });
        if (acceptance is Acceptance.IntakeFull)
            activity?.SetStatus(ActivityStatusCode.Error);
    }

    public static void Failed(Activity? activity, Exception failure) =>
        activity?.SetTag(Conventions.ErrorType, failure.GetType().FullName).SetStatus(ActivityStatusCode.Error, failure.Message);

    /// <summary>Counts every answer to <c>POST /orders</c>, also of what never reaches the route.</summary>
    public static void UseRequestCount(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => Array.ForEach(Outcomes, outcome => Count(outcome, 0)));
        app.Use(async (http, next) =>
        {
            await next(http);
            if (HttpMethods.IsPost(http.Request.Method) && http.Request.Path == "/orders")
                Count(OutcomeOf(http.Response.StatusCode, http.Response.Headers.ContainsKey(IdempotencyKey.ReplayedHeader), http.RequestAborted.IsCancellationRequested), 1);
        });
    }

    /// <param name="status">Of the answer.</param>
    /// <param name="isReplayed">An earlier request with the same key got it first.</param>
    /// <param name="isAborted">The client did not wait; its order may be accepted all the same.</param>
    internal static string OutcomeOf(int status, bool isReplayed, bool isAborted) => status switch
    {
        _ when isAborted => "gone",
        StatusCodes.Status202Accepted => isReplayed ? "replayed" : "accepted",
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status409Conflict => "still_running",
        StatusCodes.Status422UnprocessableEntity => "key_reused",
        StatusCodes.Status429TooManyRequests => "too_many",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= 400 and < 500 => "invalid",
        _ => "failed",
    };

    private static void Count(string outcome, long requests) => Requests.Add(requests, new KeyValuePair<string, object?>("outcome", outcome));
}
