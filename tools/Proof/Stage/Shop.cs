using Notifications.MailCatcher;
using Notifications.Proof.Scenarios;
using Notifications.Testing;

namespace Notifications.Proof.Stage;

/// <summary>
/// All that runs in one scenario: our processes, a database and a vhost of their own, a mail server that hears of every envelope, and the network between them.
/// The clients, the faults and the checker reach the servers directly.
/// </summary>
public sealed class Shop : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly TestBroker _broker;

    private Shop(Servers servers, TestDatabase database, TestBroker broker, MailCatcherServer mail)
    {
        (Servers, _database, _broker, Mail) = (servers, database, broker, mail);
        Network = new Network(broker.Uri, database.ConnectionString, mail.SmtpPort);
    }

    public Servers Servers { get; }

    public Network Network { get; }

    public MailCatcherServer Mail { get; }

    public IReadOnlyList<HostSlot> Hosts { get; private set; } = [];

    /// <summary>Connection string, past the network.</summary>
    public string Database => _database.ConnectionString;

    /// <summary>With vhost, past the network.</summary>
    public Uri Broker => _broker.Uri;

    public BrokerManagement Management => _broker.Management;

    public IReadOnlyList<HostSlot> Of(Role role) => [.. Hosts.Where(host => host.Role == role)];

    /// <summary>With every process of the cast ready.</summary>
    /// <param name="servers">That run.</param>
    /// <param name="cast">Who is wanted.</param>
    /// <param name="received">Hears of every envelope.</param>
    /// <param name="programOf">The program of a project in the build that is played with; null for the one beside us.</param>
    /// <param name="logFolder">For what our processes write.</param>
    /// <param name="cancellation">Of the run.</param>
    public static async Task<Shop> OpenAsync(
        Servers servers, Cast cast, Action<Reception> received, Func<string, string?> programOf, string logFolder, CancellationToken cancellation)
    {
        var database = await MigratedDatabase.CreateAsync(servers.Postgres.ConnectionString, cancellation);
        var broker = await TestBroker.CreateAsync(servers.RabbitMq.Broker, servers.RabbitMq.Management, cancellation);
        var mail = await MailCatcherServer.StartAsync(new MailCatcherSettings { SmtpPort = 0, HttpPort = 0, KeepMessages = 1, Received = received }, cancellation);
        var shop = new Shop(servers, database, broker, mail);
        try
        {
            shop.Hosts = [.. Slots(Role.Api, cast.Apis), .. Slots(Role.Consumer, cast.Consumers), .. Slots(Role.Node, cast.Nodes)];
            await Task.WhenAll(shop.Hosts.Select(host => host.StartAsync(cancellation)));
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }

        IEnumerable<HostSlot> Slots(Role role, int count) => Enumerable.Range(1, count).Select(
            number => new HostSlot(role, number, HostSettings.Of(role, shop.Network, cast.UsualTimes), programOf, logFolder));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts)
            await host.DisposeAsync();
        await Network.DisposeAsync();
        await Mail.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }
}
