using Notifications.Testing;

namespace Notifications.Messaging.Tests;

/// <summary>A vhost for the fixture; for each test an endpoint of its own, whose publisher is connected.</summary>
public abstract class RuntimeFixture
{
    private protected TestBroker _broker = null!;
    private protected Runtime _runtime = null!;

    [OneTimeSetUp]
    public async Task OpenBroker() => _broker = await TestBroker.CreateAsync();

    [OneTimeTearDown]
    public async Task CloseBroker() => await _broker.DisposeAsync();

    [SetUp]
    public async Task OpenRuntime()
    {
        _runtime = new Runtime(_broker.Uri);
        await _runtime.StartPublisherAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task CloseRuntime() => await _runtime.DisposeAsync();
}
