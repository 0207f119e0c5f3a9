using Notifications.Messages;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Tests.Heartbeats;
using Notifications.Testing;
using RabbitMQ.Client;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.RecoverabilityEndpoint.Tests.Ingestion;

/// <summary>The host as a process, on a real queue.</summary>
[CancelAfter(150_000)]
public sealed class KilledProcessTests : DatabaseFixture
{
    private const int Messages = 4_000;
    private const string Heartbeats = "Particular.ServiceControl";

    private TestBroker _broker = null!;

    [OneTimeSetUp]
    public async Task OpenBroker() => _broker = await TestBroker.CreateAsync();

    [OneTimeTearDown]
    public async Task CloseBroker() => await _broker.DisposeAsync();

    [Test]
    public async Task One_of_two_killed_in_the_middle_of_thousands_each_is_there_once(CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker.Uri }.CreateConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellation);
        var both = await Task.WhenAll(StartAsync(cancellation), StartAsync(cancellation));
        await using var killed = both[0];
        await using var other = both[1];
        await Eventually.TrueAsync(async () => await _broker.Management.ConsumersAsync(Endpoints.Error, cancellation) == 2, "both read", cancellation);
        var publishing = PublishAsync(channel, cancellation);
        await Eventually.TrueAsync(async () => await CountAsync("failed_messages") > 500, "they store them", cancellation);
        await killed.KillAsync();
        var storedThen = await CountAsync("failed_messages");
        await publishing;

        await Eventually.TrueAsync(async () => await CountAsync("failed_messages") == Messages, "all are stored", cancellation);
        Assert.That(await other.TerminateAsync(), Is.Zero);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(storedThen, Is.InRange(500, Messages - 1), "it died in the middle");
            Assert.That(await channel.MessageCountAsync(Endpoints.Error, cancellation), Is.Zero, "all are acknowledged");
            Assert.That(await CountAsync("attempts"), Is.EqualTo(Messages));
            Assert.That(await QueryAsync<int>("SELECT max(attempts) FROM recoverability.failed_messages"), Is.EqualTo(1));
            Assert.That(await QueryAsync<decimal>("SELECT sum(messages) FROM recoverability.events"), Is.EqualTo(Messages));
            Assert.That(await QueryAsync<long>("SELECT count(DISTINCT body) FROM recoverability.contents"), Is.EqualTo(Messages));
            Assert.That(await QueryAsync<string>("SELECT name FROM recoverability.endpoints"), Is.EqualTo("Shop"), "and a heartbeat was heard");
        }
    }

    private Task<HostProcess> StartAsync(CancellationToken cancellation) => HostProcess.StartAsync(
        "RecoverabilityEndpoint",
        new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = ConnectionString,
            ["Broker__Uri"] = _broker.Uri.AbsoluteUri,
            ["Ingestion__Batch"] = "50",
        },
        cancellation: cancellation);

    private static async Task PublishAsync(IChannel channel, CancellationToken cancellation)
    {
        var beat = ReportMessage.Beat();
        var properties = new BasicProperties { Type = beat.Type, MessageId = beat.Id };
        await channel.BasicPublishAsync(Heartbeats, "", mandatory: true, properties, beat.Body, cancellation);
        foreach (var chunk in Enumerable.Range(0, Messages).Chunk(500))
            await Task.WhenAll(chunk.Select(number => PublishAsync(channel, FailedMessage.Of($"{number}", body: $"{number}"), cancellation)));
    }

    /// <summary>As a foreign program does it: its own headers, and those that ServiceControl needs.</summary>
    private static Task PublishAsync(IChannel channel, IncomingMessage message, CancellationToken cancellation) => channel.BasicPublishAsync(
        Endpoints.Error,
        "",
        mandatory: true,
        new BasicProperties { MessageId = message.Headers[Headers.MessageId], Headers = message.Headers.ToDictionary(header => header.Key, header => (object?)header.Value) },
        message.Body,
        cancellation).AsTask();

    private Task<long> CountAsync(string table) => QueryAsync<long>($"SELECT count(*) FROM recoverability.{table}");
}
