using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>An operator at ServicePulse: what they see and press, as the requests that the page makes of it.</summary>
internal sealed class FailedMessages(HostProcess host) : IAsyncDisposable
{
    private const string ByException = "Exception Type and Stack Trace";

    private readonly HttpClient _http = new()
    {
        BaseAddress = new Uri(host.Address, "api/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestAccess.AdminToken()) },
    };

    public HostProcess Host => host;

    /// <summary>The groups of one page, by their titles.</summary>
    public async Task<Dictionary<string, JsonNode>> GroupsAsync(CancellationToken cancellation, string page = "recoverability/groups") =>
        (await GetAsync($"{page}/{Uri.EscapeDataString(ByException)}", cancellation)).AsArray().ToDictionary(group => (string)group!["title"]!, group => group!);

    /// <summary>Messages in this status.</summary>
    public async Task<int> CountAsync(string status, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri($"errors?status={status}&per_page=1", UriKind.Relative), cancellation);
        answer.EnsureSuccessStatusCode();
        return int.Parse(answer.Headers.GetValues("Total-Count").Single(), CultureInfo.InvariantCulture);
    }

    public async Task WaitForAsync(string status, int messages, CancellationToken cancellation)
    {
        var seen = 0;
        try
        {
            await Eventually.TrueAsync(async () => (seen = await CountAsync(status, cancellation)) == messages, $"{messages} messages are {status}", cancellation);
        }
        catch (TimeoutException late)
        {
            var groups = await GroupsAsync(CancellationToken.None);
            throw new TimeoutException($"{late.Message} There were {seen}. Unresolved: {string.Join(", ", groups.Select(group => $"{group.Value["count"]} {group.Key}"))}.");
        }
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) => JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellation))!;

    /// <summary>Presses a button that needs nothing but its address.</summary>
    public async Task PostAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content: null, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Selected messages.</summary>
    public async Task PostAsync(string path, IEnumerable<string> ids, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), ids, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _http.DeleteAsync(new Uri(path, UriKind.Relative), cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
