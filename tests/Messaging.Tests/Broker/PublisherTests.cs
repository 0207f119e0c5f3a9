using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Wire;
using Notifications.Testing;
using RabbitMQ.Client;

namespace Notifications.Messaging.Tests.Broker;

/// <summary>The outcome of a publish is what lets an outbox row be removed: "confirmed" must be true.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class PublisherTests
{
    private TestBroker _broker = null!;
    private Runtime _runtime = null!;

    [OneTimeSetUp]
    public async Task OpenBroker() => _broker = await TestBroker.CreateAsync();

    [OneTimeTearDown]
    public async Task CloseBroker() => await _broker.DisposeAsync();

    [SetUp]
    public void Open() => _runtime = new Runtime(_broker.Uri);

    [TearDown]
    public async Task Close() => await _runtime.DisposeAsync();

    [Test]
    public async Task A_confirmed_message_is_in_its_queue_as_it_was_sent(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        var command = _runtime.Command();

        Assert.That(await _runtime.PublishAsync(command), Is.EqualTo(PublishOutcome.Confirmed));

        var (message, _) = await _broker.TakeAsync(_runtime.Endpoint.Name, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((message.Id, message.Type), Is.EqualTo(($"{command.Id}", command.Type)));
            Assert.That(message.Body.ToArray(), Is.EqualTo(command.Body.ToArray()));
            Assert.That(message.Headers, Is.SupersetOf(command.Headers));
        }
    }

    [Test]
    public async Task A_message_that_reaches_no_queue_is_unroutable_not_confirmed(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        await _broker.UseAsync(channel => channel.ExchangeDeclareAsync("leads-nowhere", ExchangeType.Fanout, autoDelete: false, cancellationToken: cancellation));

        Assert.That(await _runtime.PublishAsync(_runtime.Command(destination: "leads-nowhere")), Is.EqualTo(PublishOutcome.Unroutable));
        Assert.That(await _runtime.PublishAsync(_runtime.Command()), Is.EqualTo(PublishOutcome.Confirmed), "the connection is still good");
    }

    [Test]
    public async Task Bug_a_queue_that_somebody_deleted_stayed_away_until_the_next_connection(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        await _broker.Management.DeleteQueueAsync(_runtime.Endpoint.Name, cancellation);

        Assert.That(await _runtime.PublishAsync(_runtime.Command()), Is.EqualTo(PublishOutcome.Unroutable));
        await Eventually.TrueAsync(
            async () => await _runtime.PublishAsync(_runtime.Command()) == PublishOutcome.Confirmed, "the queue is declared again", cancellation);
        Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connection");
    }

    [Test]
    public async Task Stopped_at_any_moment_of_its_start_it_ends_at_once(CancellationToken cancellation)
    {
        // Every 15 ms of the start is a different moment of it: connecting, declaring, ready.
        for (var moment = 0; moment < 20; moment++)
        {
            await using var runtime = new Runtime(_broker.Uri);
            await runtime.Publisher.StartAsync(cancellation);
            await Task.Delay(moment * 15, cancellation);
            await runtime.Publisher.StopAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(10), cancellation);
        }
    }

    [Test]
    public async Task A_full_queue_refuses(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        await _broker.UseAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync("full", ExchangeType.Fanout, autoDelete: false, cancellationToken: cancellation);
            await channel.QueueDeclareAsync(
                "full", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 0, ["x-overflow"] = "reject-publish" }, cancellationToken: cancellation);
            await channel.QueueBindAsync("full", "full", "", cancellationToken: cancellation);
        });

        Assert.That(await _runtime.PublishAsync(_runtime.Command(destination: "full")), Is.EqualTo(PublishOutcome.Refused));
    }

    [Test]
    public async Task Bug_a_message_to_an_exchange_that_never_existed_took_all_that_was_in_flight_with_it(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);

        var others = Enumerable.Range(0, 200).Select(_ => _runtime.PublishAsync(_runtime.Command())).ToList();
        Assert.That(await _runtime.PublishAsync(_runtime.Command(destination: "no-such-exchange")), Is.EqualTo(PublishOutcome.Unroutable));

        Assert.That(await Task.WhenAll(others), Is.All.EqualTo(PublishOutcome.Confirmed));
        Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connection");
    }

    [Test]
    public async Task An_exchange_that_appears_later_is_found(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        Assert.That(await _runtime.PublishAsync(_runtime.Command(destination: "late")), Is.EqualTo(PublishOutcome.Unroutable));

        await _broker.UseAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync("late", ExchangeType.Fanout, autoDelete: false, cancellationToken: cancellation);
            await channel.ExchangeBindAsync(_runtime.Endpoint.Name, "late", "", cancellationToken: cancellation);
        });
        await Eventually.TrueAsync(
            async () => await _runtime.PublishAsync(_runtime.Command(destination: "late")) == PublishOutcome.Confirmed, "it is looked for again", cancellation);
    }

    [Test]
    public async Task Its_own_exchange_deleted_the_publisher_declares_it_again_and_goes_on(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        await _broker.UseAsync(channel => channel.ExchangeDeleteAsync(_runtime.Endpoint.Name, cancellationToken: cancellation));

        Assert.That(await _runtime.PublishAsync(_runtime.Command()), Is.EqualTo(PublishOutcome.Unknown), "the broker closes the channel over it");

        await Eventually.TrueAsync(
            async () => await _runtime.PublishAsync(_runtime.Command()) == PublishOutcome.Confirmed, "a publish is confirmed again", cancellation);
        Assert.That(_runtime.Log.Lines, Has.Some.StartsWith("1001:").And.Some.Contains(_runtime.Endpoint.Name), "the log names the exchange");
    }

    [Test]
    public async Task Without_a_connection_the_answer_is_immediate()
    {
        var publishing = _runtime.PublishAsync(_runtime.Command());
        Assert.That(publishing.IsCompleted, Is.True);
        Assert.That(await publishing, Is.EqualTo(PublishOutcome.Unavailable));
    }

    [Test]
    public async Task A_thousand_at_once_are_all_confirmed_and_all_there(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);

        var sent = await _runtime.SendAsync(1_000);

        Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Name, cancellation), Is.EquivalentTo(sent));
    }

    [Test]
    public async Task Closed_by_an_operator_in_the_middle_each_publish_has_an_outcome_and_what_is_confirmed_is_there(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        await _broker.KnowsConnectionsAsync(1, cancellation);
        var commands = new List<OutgoingMessage>();
        var outcomes = new List<PublishOutcome>();
        Task<int>? closing = null;

        // As many as it takes: a quick broker has confirmed thousands before it hears the operator.
        while (outcomes.All(outcome => outcome == PublishOutcome.Confirmed))
        {
            var round = Enumerable.Range(0, 500).Select(_ => _runtime.Command()).ToList();
            commands.AddRange(round);
            var publishing = round.Select(_runtime.PublishAsync).ToList();
            outcomes.AddRange(await Task.WhenAll(publishing).WaitAsync(cancellation));
            closing ??= _broker.Management.CloseConnectionsAsync(cancellation);
        }

        Assert.That(await closing!, Is.EqualTo(1));
        await _runtime.IsReadyAsync(cancellation);
        Assert.That(await _runtime.SendAsync(1), Has.Count.EqualTo(1));

        var there = await _broker.DrainAsync(_runtime.Endpoint.Name, cancellation);
        var confirmed = commands.Where((_, i) => outcomes[i] == PublishOutcome.Confirmed).Select(command => $"{command.Id}").ToList();
        TestContext.Out.WriteLine(string.Join(", ", outcomes.CountBy(outcome => outcome)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(confirmed, Is.Not.Empty.And.SubsetOf(there));
            Assert.That(outcomes, Has.Some.Not.EqualTo(PublishOutcome.Confirmed), "it was closed in the middle");
            Assert.That(outcomes, Is.All.AnyOf(PublishOutcome.Confirmed, PublishOutcome.Unknown, PublishOutcome.Unavailable));
        }
    }

    [Test]
    public async Task The_error_queue_is_an_address_like_any_other(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        Assert.That(await _runtime.PublishAsync(_runtime.Command(destination: Endpoints.Error)), Is.EqualTo(PublishOutcome.Confirmed));
    }
}
