using Notifications.Messaging.Wire;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests.Outbox;

/// <summary>A vhost and a database for the fixture; for each test an empty outbox and an endpoint of its own, nothing of which is started.</summary>
public abstract class OutboxFixture
{
    private protected TestBroker _broker = null!;
    private protected TestDatabase _database = null!;
    private protected NpgsqlDataSource _source = null!;
    private protected Runtime _runtime = null!;

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
    public async Task OpenRuntime()
    {
        _runtime = new Runtime(_broker.Uri);
        await _source.ExecuteAsync("TRUNCATE messaging.outbox");
    }

    [TearDown]
    public async Task CloseRuntime() => await _runtime.DisposeAsync();

    private protected static IEnumerable<string> Ids(params IEnumerable<OutgoingMessage> messages) => messages.Select(message => $"{message.Id}");

    /// <summary>What has arrived in the endpoint's queue, which is empty afterwards.</summary>
    private protected Task<IReadOnlyList<string>> ThereAsync(CancellationToken cancellation) => _broker.DrainAsync(_runtime.Endpoint.Name, cancellation);

    private protected Task OutboxIsEmptyAsync(CancellationToken cancellation) =>
        Eventually.TrueAsync(async () => await _source.CountOutboxAsync() == 0, "the outbox is empty", cancellation);
}
