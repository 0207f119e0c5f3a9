using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.Bench.References.Naive;

/// <summary>
/// The consumer that most teams would write. In: messages, sixteen at a time and no more ahead. Out: an e-mail each, once while nothing fails. One after the other: insert
/// the claim, send by MailKit over a session that is kept open, record it, acknowledge this one message; each write to the database is its own transaction.
/// A failure: said on the console, and the message goes back to the queue after a pause. Death between the relay's yes and the record: the e-mail is sent again.
/// </summary>
internal sealed class NaiveConsumer(NpgsqlDataSource database, NaiveSessions sessions, IChannel channel)
{
    private const ushort AtOnce = 16;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Until it is cancelled. It is ready as soon as <c>/health/ready</c> answers, where ASPNETCORE_URLS says or else at any free port.</summary>
    public static async Task RunAsync(string database, Uri broker, int smtpPort, CancellationToken cancellation)
    {
        await using var source = await NaiveTables.OpenAsync(database, AtOnce, cancellation);
        await using var connection = await NaiveQueue.ConnectAsync(broker, cancellation);
        var concurrent = new CreateChannelOptions(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: AtOnce);
        await using var channel = await connection.CreateChannelAsync(concurrent, cancellation);
        using var sessions = new NaiveSessions(smtpPort);
        await new NaiveConsumer(source, sessions, channel).StartAsync(cancellation);

        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (builder.Configuration["urls"] is null)
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        await HostingAbstractionsHostExtensions.RunAsync(app, cancellation);
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: AtOnce, global: false, cancellation);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => HandleAsync(delivery, cancellation);
        await channel.BasicConsumeAsync(NaiveQueue.Name, autoAck: false, consumer, cancellation);
    }

    private async Task HandleAsync(BasicDeliverEventArgs delivery, CancellationToken cancellation)
    {
        try
        {
            var order = JsonSerializer.Deserialize<NaiveOrder>(delivery.Body.Span)!;
            if (await ClaimAsync(order, cancellation))
            {
                await sessions.SendAsync(NaiveMail.Render(order), cancellation);
                await ExecuteAsync(NaiveTables.RecordSent, cancellation, order.DeliveryId);
            }

            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Not sent: {failure.Message}");
            await Task.Delay(AfterFailure, cancellation);
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true, cancellation);
        }
    }

    /// <returns>False when it was sent already. A claim that was not followed by a record is taken over: its process is dead.</returns>
    private async Task<bool> ClaimAsync(NaiveOrder order, CancellationToken cancellation)
    {
        if (await ExecuteAsync(NaiveTables.Claim, cancellation, order.DeliveryId, order.OrderId) == 1)
            return true;
        await using var command = database.CreateCommand(NaiveTables.WasSent);
        command.Parameters.Add(new() { Value = order.DeliveryId });
        return await command.ExecuteScalarAsync(cancellation) is false;
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellation, params Guid[] ids)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var id in ids)
            command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
