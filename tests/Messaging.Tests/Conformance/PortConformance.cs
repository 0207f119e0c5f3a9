using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests.Conformance;

/// <summary>
/// What business code may rely on, whichever runtime is behind the port: handlers, outcomes, the outbox, the definition of an endpoint.
/// A second implementation derives from this and says how an endpoint of its own is started.
/// </summary>
[CancelAfter(60_000)]
public abstract class PortConformance
{
    private readonly List<IHost> _hosts = [];
    private TestBroker _broker = null!;
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;
    private string _name = null!;

    /// <summary>Retries in these tests: two tries at once, and again after a second.</summary>
    protected static RecoverabilitySettings TwoTriesThenAfterASecond { get; } = new() { ImmediateRetries = 1, DelayedRetrySeconds = "1", Jitter = 0 };

    /// <summary>Starts an endpoint and returns when it works.</summary>
    /// <param name="broker">With vhost.</param>
    /// <param name="database">Migrated.</param>
    /// <param name="name">The endpoint's.</param>
    /// <param name="define">What it is.</param>
    /// <param name="services">Registers its handlers.</param>
    /// <param name="cancellation">The test's.</param>
    protected abstract Task<IHost> StartAsync(
        Uri broker, NpgsqlDataSource database, string name, Action<EndpointDefinition> define, Action<IServiceCollection> services, CancellationToken cancellation);

    [OneTimeSetUp]
    public async Task OpenServers()
    {
        _broker = await TestBroker.CreateAsync();
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task CloseServers()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [SetUp]
    public void Name() => _name = $"{Guid.NewGuid():N}";

    [TearDown]
    public async Task StopEndpoints()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }

        _hosts.Clear();
    }

    [Test]
    public async Task A_command_is_handled_once_by_one_of_the_copies_of_its_receiver(CancellationToken cancellation)
    {
        var (one, other) = (new Seen<Ask>(), new Seen<Ask>());
        await ReceiverAsync(one, cancellation);
        await ReceiverAsync(other, cancellation);
        var shop = await ShopAsync(cancellation);

        for (var i = 0; i < 20; i++)
            await SendAsync(shop, Command(shop, new Ask($"{i}")));

        await Eventually.TrueAsync(() => Task.FromResult(one.All.Count + other.All.Count >= 20), "all are handled", cancellation);
        Assert.That(one.All.Concat(other.All).Select(seen => int.Parse(seen.Message.Text, null)), Is.EquivalentTo(Enumerable.Range(0, 20)));
    }

    [Test]
    public async Task An_event_reaches_every_subscriber_once_and_none_of_its_copies_twice(CancellationToken cancellation)
    {
        var (billing, shipping, copyOfShipping) = (new Seen<Happened>(), new Seen<Happened>(), new Seen<Happened>());
        await EndpointAsync(Address("billing"), billing, cancellation);
        await EndpointAsync(Address("shipping"), shipping, cancellation);
        await EndpointAsync(Address("shipping"), copyOfShipping, cancellation);
        var shop = await ShopAsync(cancellation);

        await SendAsync(shop, OutgoingMessage.Event(Guid.NewGuid(), new Happened("paid"), Identity(shop), DateTimeOffset.UtcNow));

        await billing.TimesAsync(1, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(shipping.All.Count + copyOfShipping.All.Count >= 1), "one of the copies has it", cancellation);
        await StopEndpoints();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(billing.All.Single().Message.Text, Is.EqualTo("paid"));
            Assert.That(shipping.All.Concat(copyOfShipping.All).Select(seen => seen.Message.Text), Is.EqualTo(new[] { "paid" }));
        }
    }

    [Test]
    public async Task An_event_that_nobody_subscribes_to_is_no_error(CancellationToken cancellation)
    {
        var shop = await ShopAsync(cancellation);
        await SendAsync(shop, OutgoingMessage.Event(Guid.NewGuid(), new Happened("unnoticed"), Identity(shop), DateTimeOffset.UtcNow));
        await Eventually.TrueAsync(async () => await CountOutboxAsync() == 0, "it is published", cancellation);
    }

    [Test]
    public async Task A_reply_reaches_the_sender_as_part_of_the_same_conversation(CancellationToken cancellation)
    {
        var answers = new Seen<Answer>();
        var asker = await EndpointAsync(Address("asker"), answers, cancellation, endpoint => endpoint.SendsTo(Address("receiver")));
        IHost receiver = null!;
        var asked = new Seen<Ask>(async (ask, context) =>
        {
            await SendAsync(receiver, OutgoingMessage.Reply(Guid.NewGuid(), context, new Answer($"{ask.Text}!"), Identity(receiver), DateTimeOffset.UtcNow));
            return new Outcome.Handled();
        });
        receiver = await EndpointAsync(Address("receiver"), asked, cancellation, endpoint => endpoint.SendsTo(Address("asker")));
        var question = Command(asker, new Ask("why"));
        await SendAsync(asker, question);

        await answers.TimesAsync(1, cancellation);
        var (answer, context, _) = answers.All.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Text, Is.EqualTo("why!"));
            Assert.That(context.Headers[Headers.MessageIntent], Is.EqualTo("Reply"));
            Assert.That(context.Headers[Headers.RelatedTo], Is.EqualTo($"{question.Id}"));
            Assert.That(context.Headers[Headers.CorrelationId], Is.EqualTo($"{question.Id}"));
            Assert.That(context.Headers[Headers.ConversationId], Is.EqualTo($"{question.Id}"));
            Assert.That(context.ReplyTo, Is.EqualTo(Address("receiver")));
        }
    }

    [Test]
    public async Task What_is_rolled_back_is_never_sent_and_what_is_committed_always(CancellationToken cancellation)
    {
        var asked = new Seen<Ask>();
        await ReceiverAsync(asked, cancellation);
        var shop = await ShopAsync(cancellation);
        var outbox = shop.Services.GetRequiredService<TransactionalOutbox>();

        await using (var connection = await _source.OpenConnectionAsync(cancellation))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await outbox.AddAsync(transaction, [Command(shop, new Ask("rolled back"))], cancellation);
            await transaction.RollbackAsync(cancellation);
        }

        await SendAsync(shop, Command(shop, new Ask("committed")));
        await asked.TimesAsync(1, cancellation);
        Assert.That(asked.All.Select(seen => seen.Message.Text), Is.EqualTo(new[] { "committed" }));
    }

    [Test]
    public async Task What_is_not_to_arrive_before_a_time_does_not(CancellationToken cancellation)
    {
        var asked = new Seen<Ask>();
        await ReceiverAsync(asked, cancellation);
        var shop = await ShopAsync(cancellation);
        var due = DateTimeOffset.UtcNow.AddSeconds(2);

        await SendAsync(shop, Command(shop, new Ask("later")).NotBefore(due));

        await asked.TimesAsync(1, cancellation);
        Assert.That(asked.All.Single().At, Is.InRange(due, due.AddSeconds(3)));
    }

    [Test]
    public async Task A_handler_knows_id_headers_and_attempt(CancellationToken cancellation)
    {
        var asked = new Seen<Ask>();
        await ReceiverAsync(asked, cancellation);
        var shop = await ShopAsync(cancellation);
        var command = Command(shop, new Ask("who"));

        await SendAsync(shop, command);

        await asked.TimesAsync(1, cancellation);
        var (_, context, _) = asked.All.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(context.MessageId, Is.EqualTo($"{command.Id}"));
            Assert.That(context.Headers, Is.SupersetOf(command.Headers));
            Assert.That(context.Attempt, Is.EqualTo(1));
            Assert.That(context.NextDelay, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(context.IsSentBackByOperator, Is.False);
            Assert.That(context.ReplyTo, Is.Null, "the shop has no queue");
            Assert.That(context.Cancellation.CanBeCanceled, Is.True);
        }
    }

    [Test]
    public async Task A_handler_that_begins_a_pause_is_the_last_one_until_it_ends(CancellationToken cancellation)
    {
        ConsumerPause pause = null!;
        var asked = new Seen<Ask>((ask, _) =>
        {
            if (ask.Text != "away")
                return Task.FromResult<Outcome>(new Outcome.Handled());
            pause.Begin("what we need is away");
            return Task.FromResult<Outcome>(new Outcome.Handled());
        });
        pause = (await ReceiverAsync(asked, cancellation)).Services.GetRequiredService<ConsumerPause>();
        var shop = await ShopAsync(cancellation);
        await SendAsync(shop, Command(shop, new Ask("away")));
        await Eventually.TrueAsync(() => Task.FromResult(pause.IsPaused), "it pauses", cancellation);

        await SendAsync(shop, Command(shop, new Ask("waits")));
        await Eventually.TrueAsync(async () => await CountOutboxAsync() == 0, "it is published", cancellation);
        Assert.That(asked.All.Select(seen => seen.Message.Text), Is.EqualTo(new[] { "away" }));
        pause.End();

        await asked.TimesAsync(2, cancellation);
        Assert.That(asked.All.Select(seen => (seen.Message.Text, seen.Context.Attempt)), Is.EqualTo(new[] { ("away", 1), ("waits", 1) }));
    }

    [Test]
    public async Task What_fails_is_tried_as_often_as_set_and_then_lies_in_the_error_queue(CancellationToken cancellation)
    {
        var asked = new Seen<Ask>((_, _) => throw new InvalidOperationException("it broke"));
        await ReceiverAsync(asked, cancellation);
        var shop = await ShopAsync(cancellation);
        var command = Command(shop, new Ask("fail"));

        await SendAsync(shop, command);

        var (failed, _) = await _broker.TakeAsync(Endpoints.Error, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.All.Select(seen => seen.Context.Attempt), Is.EqualTo(new[] { 1, 2, 3, 4 }));
            Assert.That(failed.Id, Is.EqualTo($"{command.Id}"));
            Assert.That(failed.Headers[Headers.ExceptionMessage], Is.EqualTo("it broke"));
            Assert.That(failed.Headers[Headers.FailedQueue], Is.EqualTo(Address("receiver")));
        }
    }

    [Test]
    public async Task What_can_never_succeed_by_outcome_or_by_type_of_exception_lies_there_after_one_try(CancellationToken cancellation)
    {
        var asked = new Seen<Ask>((ask, _) => ask.Text == "outcome"
            ? Task.FromResult<Outcome>(new Outcome.Failed(new InvalidOperationException("no"), Retry.Never))
            : throw new UriFormatException("no"));
        await EndpointAsync(Address("receiver"), asked, cancellation, endpoint => endpoint.NeverRetries<FormatException>());
        var shop = await ShopAsync(cancellation);

        foreach (var text in new[] { "outcome", "exception" })
        {
            await SendAsync(shop, Command(shop, new Ask(text)));
            await _broker.TakeAsync(Endpoints.Error, cancellation);
        }

        Assert.That(asked.All.Select(seen => seen.Message.Text), Is.EqualTo(new[] { "outcome", "exception" }));
    }

    [Test]
    public async Task What_is_deferred_comes_back_as_often_as_it_takes_and_spends_no_attempt(CancellationToken cancellation)
    {
        var deferrals = 3;
        var asked = new Seen<Ask>((_, _) => Task.FromResult<Outcome>(
            Interlocked.Decrement(ref deferrals) >= 0 ? new Outcome.Deferred(TimeSpan.FromSeconds(1), "not now") : new Outcome.Handled()));
        await ReceiverAsync(asked, cancellation);
        var shop = await ShopAsync(cancellation);

        await SendAsync(shop, Command(shop, new Ask("wait")));

        await asked.TimesAsync(4, cancellation);
        Assert.That(asked.All.Select(seen => seen.Context.Attempt), Is.All.EqualTo(1));
    }

    [Test]
    public async Task What_is_in_hand_when_its_endpoint_stops_is_handled_by_another(CancellationToken cancellation)
    {
        var stuck = new Seen<Ask>(async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.Cancellation);
            return new Outcome.Handled();
        });
        var first = await ReceiverAsync(stuck, cancellation);
        var shop = await ShopAsync(cancellation);
        await SendAsync(shop, Command(shop, new Ask("long")));
        await stuck.TimesAsync(1, cancellation);

        var taker = new Seen<Ask>();
        await first.StopAsync(cancellation);
        await ReceiverAsync(taker, cancellation);

        await taker.TimesAsync(1, cancellation);
        Assert.That(taker.All.Single().Context.Attempt, Is.EqualTo(1), "being stopped spends no attempt");
    }

    private string Address(string role) => $"{role}-{_name}";

    private OutgoingMessage Command(IHost sender, Ask ask) =>
        OutgoingMessage.Command(Guid.NewGuid(), Address("receiver"), ask, Identity(sender), DateTimeOffset.UtcNow);

    private static EndpointIdentity Identity(IHost host) => host.Services.GetRequiredService<EndpointIdentity>();

    private Task<IHost> ReceiverAsync(Seen<Ask> handler, CancellationToken cancellation) => EndpointAsync(Address("receiver"), handler, cancellation);

    /// <summary>Sends and has no queue.</summary>
    private Task<IHost> ShopAsync(CancellationToken cancellation) =>
        StartAsync(Address("shop"), endpoint => endpoint.SendsTo(Address("receiver")).Publishes<Happened>(), _ => { }, cancellation);

    private Task<IHost> EndpointAsync<T>(string name, Seen<T> handler, CancellationToken cancellation, Action<EndpointDefinition>? define = null)
        where T : IMessage => StartAsync(
        name,
        endpoint =>
        {
            endpoint.Handles<T, Seen<T>>();
            define?.Invoke(endpoint);
        },
        services => services.AddSingleton(handler),
        cancellation);

    private async Task<IHost> StartAsync(string name, Action<EndpointDefinition> define, Action<IServiceCollection> services, CancellationToken cancellation)
    {
        var host = await StartAsync(_broker.Uri, _source, name, define, services, cancellation);
        _hosts.Add(host);
        return host;
    }

    /// <summary>As business code does it.</summary>
    private async Task SendAsync(IHost sender, OutgoingMessage message)
    {
        var outbox = sender.Services.GetRequiredService<TransactionalOutbox>();
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await outbox.AddAsync(transaction, [message]);
        await transaction.CommitAsync();
        outbox.Committed([message]);
    }

    private async Task<long> CountOutboxAsync()
    {
        await using var command = _source.CreateCommand("SELECT count(*) FROM messaging.outbox");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
