using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Notifications.RecoverabilityEndpoint.Tests.Api;

/// <summary>An open host and its database, for the fixture.</summary>
public abstract class ApiFixture : DatabaseFixture
{
    private ApiHost _host = null!;

    private protected FailedMessageBook Book { get; private set; } = null!;

    private protected HttpClient Http => _host.Http;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        _host = await ApiHost.StartAsync(ConnectionString, new Dictionary<string, string?> { ["ServicePulse:Open"] = "true" });
        Book = new FailedMessageBook(Source);
    }

    [OneTimeTearDown]
    public async Task StopHost() => await _host.DisposeAsync();

    private protected async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri($"/api/{path}", UriKind.Relative));
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), path);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private protected async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null) => await Http.SendAsync(
        new HttpRequestMessage(new HttpMethod(method), $"/api/{path}") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") });

    private protected async Task<int> StatusAsync(string method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        return (int)answer.StatusCode;
    }

    private protected static async Task<JsonObject> ProblemOf(HttpResponseMessage answer)
    {
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Names of members, in the order of the alphabet.</summary>
    private protected static string NamesOf(JsonNode node) => string.Join(' ', node.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
}
