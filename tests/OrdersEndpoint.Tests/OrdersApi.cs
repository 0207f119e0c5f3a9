using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Notifications.Testing;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary>The real API as a process of its own, with its own database and vhost.</summary>
internal sealed class OrdersApi : IAsyncDisposable
{
    public const string Order =
        """{"customer_id":"123","customer":{"name":"Ana","email":"ana@example.test"},"currency":"BRL","locale":"pt-BR","items":[{"sku":"ABC","name":"Caneca","qty":2,"unit_price":10.50}]}""";

    private readonly HostProcess _host;
    private readonly TestDatabase _database;
    private readonly Dictionary<string, string> _settings;
    private readonly HttpClient _http;

    private OrdersApi(HostProcess host, TestDatabase database, TestBroker broker, Dictionary<string, string> settings)
    {
        (_host, _database, Broker, _settings) = (host, database, broker, settings);
        _http = new HttpClient { BaseAddress = host.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestAccess.ServiceToken) } };
    }

    public TestBroker Broker { get; }

    public Uri Address => _host.Address;

    public HostProcess Host => _host;

    public string ConnectionString => _database.ConnectionString;

    /// <param name="settings">Besides those that every API here has, or instead of them.</param>
    /// <param name="way">From the database's connection string to the one that the API has, for example by way of a proxy.</param>
    public static async Task<OrdersApi> StartAsync(IReadOnlyDictionary<string, string>? settings = null, Func<string, string>? way = null)
    {
        var database = await MigratedDatabase.CreateAsync();
        var broker = await TestBroker.CreateAsync();
        var all = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = way?.Invoke(database.ConnectionString) ?? database.ConnectionString,
            ["Broker__Uri"] = broker.Uri.AbsoluteUri,
            ["Limits__RecipientOrders"] = "100000",
            ["Stopping__AnnounceFor"] = "00:00:00",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            all[key] = value;
        var host = await HostProcess.StartAsync("OrdersEndpoint", all);
        return new OrdersApi(host, database, broker, all);
    }

    /// <summary>Another process of the API, with the same database and broker; the caller disposes of it.</summary>
    public Task<HostProcess> StartAnotherAsync() => HostProcess.StartAsync("OrdersEndpoint", _settings);

    public Task<HttpResponseMessage> PostAsync(string body, string contentType = "application/json") =>
        PostAsync(Encoding.UTF8.GetBytes(body), contentType);

    public async Task<HttpResponseMessage> PostAsync(byte[] body, string contentType)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await _http.PostAsync(new Uri("/orders", UriKind.Relative), content);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) => _http.SendAsync(new HttpRequestMessage(method, path));

    /// <param name="request">With whatever headers it has.</param>
    /// <param name="token">Null: none.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? token = TestAccess.ServiceToken)
    {
        using var http = new HttpClient { BaseAddress = _host.Address };
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await http.SendAsync(request);
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException("No row."));
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<JsonObject> JsonOf(HttpResponseMessage answer) => (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        await Broker.DisposeAsync();
        await _database.DisposeAsync();
    }
}
