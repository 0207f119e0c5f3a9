using Microsoft.Extensions.Logging.Abstractions;
using Notifications.LocalStack.Servers;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.RecoverabilityEndpoint.Ingestion;
using Notifications.Testing;
using RabbitMQ.Client;

namespace Notifications.RecoverabilityEndpoint.Tests.Ingestion;

[CancelAfter(30_000)]
public sealed class DeliveryLimitTests
{
    [Test]
    public async Task The_error_queue_of_this_vhost_is_kept_from_a_limit_of_twenty_and_no_other_queue(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        foreach (var queue in new[] { Endpoints.Error, "error.other" })
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellation);

        var management = new UriBuilder((await RealServers.GetAsync(cancellation)).Management) { UserName = ServerAddresses.User, Password = ServerAddresses.Password }.Uri;
        using var limit = new DeliveryLimit(
            new IngestionSettings { Management = management.AbsoluteUri }, new BrokerSettings { Uri = broker.Uri.AbsoluteUri }, TimeProvider.System, NullLogger<DeliveryLimit>.Instance);
        await limit.StartAsync(cancellation);

        await Eventually.TrueAsync(
            async () => await broker.Management.PoliciesOfAsync(Endpoints.Error, cancellation) == $$"""{"delivery-limit":{{DeliveryLimit.Limit}}}""", "the policy is in force", cancellation);
        Assert.That(await broker.Management.PoliciesOfAsync("error.other", cancellation), Is.EqualTo("{}").Or.Empty);
        await limit.StopAsync(cancellation);
    }

    [TestCase("amqp://h", "/")]
    [TestCase("amqp://h:1/", "/")]
    [TestCase("amqp://h/%2F", "/")]
    [TestCase("amqp://u:p@h/shop", "shop")]
    [TestCase("amqps://h/a%2Fb", "a/b")]
    [TestCase("amqp://u:p@h:1,i:2/shop", "shop")]
    public void The_vhost_is_that_of_the_broker_s_address(string uri, string name) => Assert.That(DeliveryLimit.VirtualHostOf(uri), Is.EqualTo(name));

    [TestCase("rabbitmq:15672")]
    [TestCase("http://rabbitmq:15672")]
    [TestCase("amqp://u:p@rabbitmq")]
    public void What_is_no_address_with_a_user_is_named_and_not_shown(string management) =>
        Assert.That(new IngestionSettings { Management = management }.Problems().Single(), Does.Contain("Ingestion:Management").And.Not.Contain("u:p"));
}
