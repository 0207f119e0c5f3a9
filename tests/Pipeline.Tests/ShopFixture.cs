using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>For each test a vhost, a database and an API; consumers and reconciliation are started by the test.</summary>
public abstract class ShopFixture
{
    private protected TestBroker _broker = null!;
    private protected Shop _shop = null!;

    [SetUp]
    public async Task Open()
    {
        _broker = await TestBroker.CreateAsync();
        _shop = await Shop.OpenAsync(_broker.Uri, CancellationToken.None);
    }

    [TearDown]
    public async Task Close()
    {
        await _shop.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
