using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>Whoever sends the requests of docs/orders.http from an editor, one after the other, gets what stands above them.</summary>
[CancelAfter(60_000)]
public sealed partial class HttpFileTests
{
    [Test]
    public async Task Every_request_is_answered_with_the_status_above_it()
    {
        var parts = Page.Read("orders.http").Split("\n###");
        var variables = Variable().Matches(parts[0]).ToDictionary(variable => variable.Groups["name"].Value, variable => variable.Groups["value"].Value);
        Assert.That(variables.Keys, Is.EquivalentTo(new[] { "api", "token" }));
        variables["token"] = TestAccess.ServiceToken;

        foreach (var part in parts[1..])
        {
            var text = variables.Aggregate(part, (text, variable) => text.Replace($"{{{{{variable.Key}}}}}", variable.Value, StringComparison.Ordinal));
            var request = Request().Match(text);
            Assert.That(request.Success && !request.Value.Contains("{{", StringComparison.Ordinal), part);
            using var answer = await SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.That($"{(int)answer.StatusCode}", Is.EqualTo(request.Groups["status"].Value), $"{part}\n{body}");
            if (request.Groups["name"] is { Success: true, Value: var name } && JsonNode.Parse(body) is JsonObject fields)
            {
                foreach (var field in fields)
                    variables[$"{name}.response.body.$.{field.Key}"] = $"{field.Value}";
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(Match request)
    {
        var words = new List<string> { "curl", "-X", request.Groups["method"].Value, request.Groups["address"].Value };
        foreach (var header in request.Groups["header"].Captures.Select(header => header.Value))
            words.AddRange(["-H", header]);
        if (request.Groups["body"].Value.Trim() is { Length: > 0 } body)
            words.AddRange(["-d", body]);
        return await DescribedApi.Api.SendAsync(Curl.Read(words), token: null);
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^ .*\n# (?<status>\d{3})\n(# @name (?<name>\w+)\n)?(?<method>[A-Z]+) (?<address>\S+)\n((?<header>[A-Za-z-]+: .*)\n)*(\n(?<body>(?s:.*)))?$")]
    private static partial Regex Request();
}
