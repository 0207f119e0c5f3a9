using Microsoft.Extensions.Hosting;
using Npgsql;
using RabbitMQ.Client;

namespace Notifications.Bench.References.Naive;

/// <summary>
/// In: rows of the outbox, the oldest first. Out: a confirmed message each, then the row is gone. One transaction a message: lock the row, publish, wait for the
/// broker, delete, commit. A few do it side by side, and in other processes too, for each skips what another has locked. When there is none they look again after a pause.
/// Broker or database away: said on the console, and tried again. Death before the commit: the message is published twice, and the consumer knows it by its id.
/// </summary>
internal sealed class NaivePublisher(NpgsqlDataSource database, IConnection broker) : BackgroundService
{
    /// <summary>With one the e-mails wait for the publisher's round trips and not for a processor: nobody would leave it at that.</summary>
    private const int SideBySide = 4;

    private static readonly TimeSpan WhenEmpty = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, SideBySide).Select(_ => PublishAsync(stoppingToken)));

    private async Task PublishAsync(CancellationToken cancellation)
    {
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        await using var channel = await broker.CreateChannelAsync(confirmed, cancellation);
        while (true)
        {
            try
            {
                if (!await PublishNextAsync(channel, cancellation))
                    await Task.Delay(WhenEmpty, cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"Not published: {failure.Message}");
                await Task.Delay(AfterFailure, cancellation);
            }
        }
    }

    /// <returns>False when there was nothing to publish.</returns>
    private async Task<bool> PublishNextAsync(IChannel channel, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await LockAsync(connection, cancellation) is not { } message)
            return false;
        var properties = new BasicProperties { Persistent = true, ContentType = "application/json", MessageId = $"{message.Id:D}" };
        await channel.BasicPublishAsync("", NaiveQueue.Name, mandatory: true, properties, message.Body, cancellation);

        await using var delete = new NpgsqlCommand(NaiveTables.DeleteMessage, connection, transaction) { Parameters = { new() { Value = message.Row } } };
        await delete.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static async Task<Stored?> LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(NaiveTables.LockMessage, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new Stored(row.GetInt64(0), row.GetGuid(1), row.GetFieldValue<byte[]>(2)) : null;
    }

    private sealed record Stored(long Row, Guid Id, byte[] Body);
}
