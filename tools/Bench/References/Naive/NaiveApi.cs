using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Notifications.Bench.References.Naive;

/// <summary>
/// The API that most teams would write: a typed minimal API, a transactional outbox with one transaction an order, and in the same process a few loops
/// that publish one message after the other. Its connections are pooled, its statements prepared, its messages persistent and confirmed; nothing is done for many orders at once.
/// It checks no token, knows no idempotency key, limits nobody and is not traced: what it saves there is to its advantage.
/// </summary>
internal static class NaiveApi
{
    private const int Connections = 50;

    /// <summary>Until it is cancelled. It is ready as soon as it answers.</summary>
    public static async Task RunAsync(string database, Uri broker, int port, CancellationToken cancellation)
    {
        await using var source = await NaiveTables.OpenAsync(database, Connections, cancellation);
        await using var connection = await NaiveQueue.ConnectAsync(broker, cancellation);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        builder.Services.AddSingleton(source).AddSingleton<IConnection>(connection).AddSingleton<NaiveIntake>().AddHostedService<NaivePublisher>();

        await using var app = builder.Build();
        app.MapPost("/orders", PlaceAsync);
        app.MapGet("/health/ready", () => "ready");
        await HostingAbstractionsHostExtensions.RunAsync(app, cancellation);
    }

    private static async Task<IResult> PlaceAsync(NaiveRequest request, NaiveIntake intake, CancellationToken cancellation)
    {
        if (request.Items.Count == 0 || request.Items.Any(item => item.Qty < 1 || item.UnitPrice < 0))
            return TypedResults.BadRequest("An order has items, and each of them a quantity and a price.");
        var order = NaiveOrder.Of(request);
        var acceptedAt = await intake.StoreAsync(order, cancellation);
        return TypedResults.Accepted($"/orders/{order.OrderId:D}", new NaiveAnswer(order.OrderId, "accepted", order.Total, request.Currency, acceptedAt));
    }
}
