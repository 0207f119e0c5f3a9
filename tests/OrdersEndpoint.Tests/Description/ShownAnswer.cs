using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>An answer beside the one that a page shows for it: the same status, the headers that are shown, and the same fields. Of a stream, its first event.</summary>
internal sealed partial class ShownAnswer : IDisposable
{
    private static readonly HttpClient Http = new();

    private readonly HttpResponseMessage _real;
    private readonly string _body;
    private readonly string _shown;

    private ShownAnswer(HttpResponseMessage real, string body, string shown) => (_real, _body, _shown) = (real, body, shown);

    public string? OrderId => JsonOf(_body) is JsonObject body ? (string?)body["order_id"] : null;

    public string? ETag => _real.Headers.ETag?.Tag;

    public static async Task<ShownAnswer> OfAsync(IReadOnlyList<string> command, string shown)
    {
        using var request = Curl.Read(command);
        request.RequestUri = new Uri(DescribedApi.Api.Address, request.RequestUri!);
        var real = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isStream = real.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return new ShownAnswer(real, isStream ? await FirstEventAsync(real) : await real.Content.ReadAsStringAsync(), shown);
    }

    public void AssertIsAsShown()
    {
        var parts = _shown.TrimEnd('\n').Split("\n\n", 2);
        var (head, body) = (parts[0].Split('\n'), parts.Length > 1 ? parts[1] : "");
        var headers = _real.Headers.Concat(_real.Content.Headers).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That($"HTTP/{_real.Version} {(int)_real.StatusCode} {_real.ReasonPhrase}", Is.EqualTo(head[0]), $"{_real.RequestMessage}: {_body}");
            Assert.That(head[1..].Select(WithoutNames), Is.SubsetOf(headers.Select(WithoutNames).ToList()));
            Assert.That(Keys.Of(JsonOf(_body)), Is.EqualTo(Keys.Of(JsonOf(body))));
            Assert.That(TypeOf(_body), Is.EqualTo(TypeOf(body)));
            Assert.That(Field().Matches(_body).Select(field => field.Value), Is.EqualTo(Field().Matches(body).Select(field => field.Value)), "fields of an event");
        }
    }

    public void Dispose() => _real.Dispose();

    private static async Task<string> FirstEventAsync(HttpResponseMessage answer)
    {
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var lines = new List<string>();
        while (await stream.ReadLineAsync() is { } line && (line != "" || !lines.Any(earlier => earlier.StartsWith("data:", StringComparison.Ordinal))))
            lines.Add(line);
        return string.Join('\n', lines);
    }

    private static JsonNode? JsonOf(string body) => body.StartsWith('{') ? JsonNode.Parse(body) : null;

    /// <summary>Of a problem.</summary>
    private static string? TypeOf(string body) => (string?)JsonOf(body)?["type"];

    /// <summary>Ids and tags differ from one run to the next.</summary>
    private static string WithoutNames(string header) => Id().Replace(header, "(name)");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\"[A-Za-z0-9_-]{22}\"")]
    private static partial Regex Id();

    [GeneratedRegex("^(id|event|data)(?=: )", RegexOptions.Multiline)]
    private static partial Regex Field();
}
