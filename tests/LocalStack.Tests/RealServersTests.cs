using Notifications.Testing;
using Npgsql;

namespace Notifications.LocalStack.Tests;

/// <summary>The shared fixture itself, on whatever it has found: the runner's servers, containers or native instances.</summary>
public sealed class RealServersTests
{
    [Test]
    public async Task A_test_database_is_empty_and_its_own_and_goes_even_with_a_guest_in_it()
    {
        await using var other = await TestDatabase.CreateAsync();
        NpgsqlConnection guest;
        await using (var database = await TestDatabase.CreateAsync())
        {
            Assert.That(database.Name, Is.Not.EqualTo(other.Name));
            guest = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
            await guest.OpenAsync();
        }

        await using (guest)
        await using (var command = new NpgsqlCommand("SELECT 1", guest))
            await Assert.ThatAsync(async () => await command.ExecuteScalarAsync(), Throws.InstanceOf<NpgsqlException>());
    }

    [Test]
    public async Task A_test_broker_is_a_vhost_that_goes_at_the_end()
    {
        var servers = await RealServers.GetAsync();
        var broker = await TestBroker.CreateAsync(servers.Broker, servers.Management);
        Assert.That(broker.Uri.AbsolutePath, Is.EqualTo($"/{broker.VirtualHost}"));
        Assert.That(await broker.Management.FindQueueAsync("none"), Is.Null);

        await broker.DisposeAsync();

        using var management = new BrokerManagement(servers.Management, broker.VirtualHost);
        await Assert.ThatAsync(async () => await management.ConnectionsAsync(), Throws.InstanceOf<HttpRequestException>());
    }
}
