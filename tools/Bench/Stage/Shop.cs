using System.Diagnostics;
using Notifications.Bench.Measures;
using Notifications.Bench.Sink;
using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Processes;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Bench.Stage;

/// <summary>All that runs while something is measured: our processes, a database and a vhost of their own, and a mail sink.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private static readonly TimeSpan WithoutAnyMail = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Servers _servers;
    private readonly TestDatabase _database;
    private readonly TestBroker _broker;
    private readonly ChildProcess _sink;
    private readonly List<Host> _apis = [];
    private readonly List<Host> _consumers = [];

    private Shop(Servers servers, ShopPlan plan, string folder, TestDatabase database, TestBroker broker, ChildProcess sink, int smtpPort)
    {
        (_servers, Plan, _database, _broker, _sink, Folder, SmtpPort) = (servers, plan, database, broker, sink, folder, smtpPort);
        Mails = new SinkClient(smtpPort);
        Database = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public ShopPlan Plan { get; }

    public int SmtpPort { get; }

    /// <summary>For notes and logs.</summary>
    public string Folder { get; }

    public SinkClient Mails { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>Connection string.</summary>
    public string Address => _database.ConnectionString;

    /// <summary>With vhost.</summary>
    public Uri BrokerAddress => _broker.Uri;

    /// <summary>As host:port.</summary>
    public IReadOnlyList<string> Apis => [.. _apis.Select(api => api.Address)];

    /// <summary>What the clients have noted until now, of all runs in this shop.</summary>
    public List<OrderNote> Orders { get; } = [];

    /// <summary>With the APIs ready and no consumer; its queue is there.</summary>
    public static async Task<Shop> OpenAsync(Servers servers, ShopPlan plan, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var database = await MigratedDatabase.CreateAsync(servers.Postgres.ConnectionString, cancellation);
        var broker = await TestBroker.CreateAsync(servers.RabbitMq.Broker, servers.RabbitMq.Management, cancellation);
        var (sink, port) = await Tool.StartSinkAsync(folder, cancellation);
        var shop = new Shop(servers, plan, folder, database, broker, sink, port);
        try
        {
            while (shop._apis.Count < plan.Apis)
                shop._apis.Add(await shop.StartApiAsync(cancellation));
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public async Task StartConsumersAsync(CancellationToken cancellation)
    {
        while (_consumers.Count < Plan.Consumers)
            _consumers.Add(await StartConsumerAsync(cancellation));
    }

    /// <summary>As a deployment does it.</summary>
    public async Task StopConsumersAsync()
    {
        foreach (var consumer in _consumers)
        {
            await consumer.Stop();
            await consumer.DisposeAsync();
        }

        _consumers.Clear();
    }

    /// <summary>Until the sink has so many e-mails, or none has come for a while.</summary>
    public async Task DrainedAsync(long mails, CancellationToken cancellation)
    {
        var (count, since) = (Mails.Count(), Stopwatch.GetTimestamp());
        while (count < mails && Stopwatch.GetElapsedTime(since) < WithoutAnyMail)
        {
            await Task.Delay(Pause, cancellation);
            if (Mails.Count() is var now && now > count)
                (count, since) = (now, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The processes by what they are; the load client is not among them.</summary>
    public IReadOnlyList<(string Role, int Pid)> Processes =>
    [
        .. _apis.Select(api => ("api", api.Pid)),
        .. _consumers.Select(consumer => ("consumer", consumer.Pid)),
        ("postgres", _servers.Postgres.Pid!.Value),
        ("rabbitmq", _servers.RabbitMq.Pid!.Value),
        ("sink", _sink.Pid),
    ];

    private Task<Host> StartApiAsync(CancellationToken cancellation)
    {
        if (!Plan.Naive)
            return Host.StartAsync("OrdersEndpoint", HostSettings.OfApi(Plan, Address, BrokerAddress), cancellation);
        var port = FreePort.Next();
        return Host.StartToolAsync("naive-api", Folder, port, cancellation, "naive-api", "--database", Address, "--broker", $"{BrokerAddress}", "--port", $"{port}");
    }

    private Task<Host> StartConsumerAsync(CancellationToken cancellation) => Plan.Naive
        ? Host.StartToolAsync("naive-consumer", Folder, port: 0, cancellation, "naive-consumer", "--database", Address, "--broker", $"{BrokerAddress}", "--smtp-port", $"{SmtpPort}")
        : Host.StartAsync("NotificationEndpoint", HostSettings.OfConsumer(Plan, Address, BrokerAddress, SmtpPort), cancellation);

    public async ValueTask DisposeAsync()
    {
        Mails.Dispose();
        foreach (var host in _consumers.Concat(_apis))
            await host.DisposeAsync();
        await _sink.DisposeAsync();
        await _broker.DisposeAsync();
        await Database.DisposeAsync();
        await _database.DisposeAsync();
    }
}
