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
    private readonly HttpClient _http;

    private OrdersApi(HostProcess host, TestDatabase database, TestBroker broker)
    {
        (_host, _database, Broker) = (host, database, broker);
        _http = new HttpClient { BaseAddress = host.Address };
    }

    public TestBroker Broker { get; }

    public string ConnectionString => _database.ConnectionString;

    public static async Task<OrdersApi> StartAsync()
    {
        var database = await MigratedDatabase.CreateAsync();
        var broker = await TestBroker.CreateAsync();
        var host = await HostProcess.StartAsync("OrdersEndpoint", new Dictionary<string, string>
        {
            ["Database__ConnectionString"] = database.ConnectionString,
            ["Broker__Uri"] = broker.Uri.AbsoluteUri,
        });
        return new OrdersApi(host, database, broker);
    }

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
