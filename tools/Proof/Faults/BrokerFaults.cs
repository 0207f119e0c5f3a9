using Notifications.Proof.Stage;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.Proof.Faults;

/// <summary>What is done to RabbitMQ. Afterwards it takes messages.</summary>
internal sealed class BrokerFaults(Shop shop)
{
    private const string Commands = "NotificationEndpoint";
    private const string Retries = "NotificationEndpoint.Retries";

    public async Task KillAsync(TimeSpan away, CancellationToken cancellation)
    {
        await shop.Servers.RabbitMq.KillAsync();
        await Task.Delay(away, cancellation);
        await shop.Servers.RabbitMq.StartAgainAsync(cancellation);
    }

    public async Task RestartAsync(CancellationToken cancellation)
    {
        await shop.Servers.RabbitMq.StopAsync();
        await shop.Servers.RabbitMq.StartAgainAsync(cancellation);
    }

    public async Task RaiseAlarmAsync(TimeSpan lasting, CancellationToken cancellation)
    {
        await WatermarkAsync(cancellation, "absolute", "1");
        try
        {
            await Task.Delay(lasting, cancellation);
        }
        finally
        {
            await WatermarkAsync(CancellationToken.None, "0.4");
        }
    }

    /// <summary>The vhost is made again, as an operator has to; all else comes back by our processes.</summary>
    public async Task LoseDiskAsync(CancellationToken cancellation)
    {
        await shop.Servers.RabbitMq.LoseDataAsync(cancellation);
        await shop.Management.CreateVirtualHostAsync(LocalStack.Servers.ServerAddresses.User, cancellation);
    }

    public Task PurgeAsync(CancellationToken cancellation) => UnlessAwayAsync(async () =>
    {
        await shop.Management.PurgeAsync(Commands, cancellation);
        await shop.Management.PurgeAsync(Retries, cancellation);
    });

    public Task DeleteQueueAsync(CancellationToken cancellation) => UnlessAwayAsync(() => shop.Management.DeleteQueueAsync(Commands, cancellation));

    public async Task LoseBindingAsync(CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        await channel.QueueUnbindAsync(Commands, exchange: Commands, routingKey: "", arguments: null, cancellation);
    }

    public Task CloseConnectionsAsync(CancellationToken cancellation) => UnlessAwayAsync(() => shop.Management.CloseConnectionsAsync(cancellation));

    /// <summary>A queue beside the consumers' own hears every command, and puts two copies of it behind the others.</summary>
    public async Task CopyCommandsAsync(TimeSpan lasting, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var tap = (await channel.QueueDeclareAsync(cancellationToken: cancellation)).QueueName;
        await channel.QueueBindAsync(tap, exchange: Commands, routingKey: "", cancellationToken: cancellation);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, command) =>
        {
            for (var copy = 0; copy < 2; copy++)
                await channel.BasicPublishAsync("", Commands, mandatory: true, new BasicProperties(command.BasicProperties), command.Body, cancellation);
        };
        await channel.BasicConsumeAsync(tap, autoAck: true, consumer, cancellation);
        await Task.Delay(lasting, cancellation);
    }

    private Task<IConnection> ConnectAsync(CancellationToken cancellation) =>
        new ConnectionFactory { Uri = shop.Broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(cancellation);

    private Task WatermarkAsync(CancellationToken cancellation, params string[] mark) =>
        shop.Servers.RabbitMq.AdministerAsync(cancellation, ["set_vm_memory_high_watermark", .. mark]);

    /// <summary>Another fault may keep the broker away just now: then there is nothing left to do to it.</summary>
    private static async Task UnlessAwayAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (HttpRequestException)
        {
        }
    }
}
