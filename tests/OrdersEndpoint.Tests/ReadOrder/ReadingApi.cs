using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Notifications.OrdersEndpoint.Limits;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;
using Notifications.Testing;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests.ReadOrder;

/// <summary>The reading side of the API in this process: real HTTP and a real database, with a clock that the test sets. It counts how often an order is read.</summary>
internal sealed class ReadingApi : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly HttpClient _http = new();
    private readonly FaultProxy? _network;
    private WebApplication _app = null!;
    private int _readings;

    private ReadingApi(TestDatabase database, bool behindNetwork)
    {
        _database = database;
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        _network = behindNetwork ? new FaultProxy(new Uri($"tcp://{address.Host}:{address.Port}")) : null;
        // Not pooled: a test may cut all connections.
        _source = NpgsqlDataSource.Create($"{database.ConnectionString};Pooling=false");
        Book = new OrderBook(_source);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public OrderBook Book { get; }

    public int Readings => _readings;

    /// <summary>Between API and database, when it was asked for.</summary>
    public FaultProxy Network => _network ?? throw new InvalidOperationException("This API is connected to its database directly.");

    /// <param name="settings">Besides those that every API here has, or instead of them.</param>
    /// <param name="map">Routes besides those of the API.</param>
    /// <param name="add">What the API has besides, or instead.</param>
    /// <param name="behindNetwork">Reaches its database by way of <see cref="Network"/>.</param>
    public static async Task<ReadingApi> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, Action<WebApplication>? map = null, Action<IServiceCollection>? add = null, bool behindNetwork = false)
    {
        var api = new ReadingApi(await MigratedDatabase.CreateAsync(), behindNetwork);
        try
        {
            // A server that lives elsewhere: no time may depend on where.
            await api.Book.ExecuteAsync($"ALTER DATABASE {api._database.Name} SET timezone = 'Asia/Kolkata'");
            await api.StartAppAsync(settings ?? new Dictionary<string, string>(), map, add);
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string token = TestAccess.ServiceToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(_app.Urls.Single()), path));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<JsonObject> OrderAsync(Guid order, string token = TestAccess.ServiceToken)
    {
        using var answer = await GetAsync($"/orders/{order}", token);
        return await OrdersApi.JsonOf(answer);
    }

    /// <summary>Nobody gets in any more, and who is in is thrown out.</summary>
    public Task TakeDatabaseAwayAsync() => OnServerAsync(
        $"ALTER DATABASE {_database.Name} WITH ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database.Name}'");

    public Task BringDatabaseBackAsync() => OnServerAsync($"ALTER DATABASE {_database.Name} WITH ALLOW_CONNECTIONS true");

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        if (_network is not null)
            await _network.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task StartAppAsync(IReadOnlyDictionary<string, string> settings, Action<WebApplication>? map, Action<IServiceCollection>? add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (var (key, value) in TestAccess.Settings.Concat(settings))
            builder.Configuration[key.Replace("__", ":", StringComparison.Ordinal)] = value;
        builder.Configuration["Database:ConnectionString"] = _network is null
            ? _database.ConnectionString
            : new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Host = _network.Uri.Host, Port = _network.Uri.Port }.ConnectionString;
        builder.Configuration["Stopping:AnnounceFor"] = "00:00:00";
        builder.AddDatabase("ReadingApi");
        builder.AddSettings<LimitSettings>("Limits", limits => limits.Problems());
        builder.AddAccess();
        builder.AddHttpApi();
        builder.Services.AddSingleton<CallerLimit>();
        builder.Services.AddOrderReading();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(services => new SharedOrders(id => ReadAsync(services, id), Time));
        add?.Invoke(builder.Services);

        _app = builder.Build();
        _app.UseHttpApi();
        _app.MapReading();
        map?.Invoke(_app);
        await _app.StartAsync();
    }

    private async Task<SharedOrder?> ReadAsync(IServiceProvider services, Guid id)
    {
        Interlocked.Increment(ref _readings);
        return await services.GetRequiredService<OrderReader>().FindAsync(id, CancellationToken.None) is { } order
            ? new SharedOrder(order, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)
            : null;
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{(await RealServers.GetAsync()).Postgres};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
