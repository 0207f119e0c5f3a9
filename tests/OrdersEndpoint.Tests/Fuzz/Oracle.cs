using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.Tests.Description;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>Says of an answer what is wrong with it, whatever the request was.</summary>
internal sealed partial class Oracle(ApiDocument document, string token)
{
    private const string Problem = "application/problem+json";

    /// <summary>The server's own, to what it cannot read as HTTP.</summary>
    private static readonly int[] OfServer = [400, 405, 408, 414, 431];

    /// <summary>Of addresses that are not described: what is not there, and what the server and the framework say.</summary>
    private static readonly int[] OfNowhere = [200, 302, 400, 401, 404, 405, 408, 413, 414, 415, 431];

    /// <summary>What a schema cannot say of an order, in the words of the answer.</summary>
    private static readonly Regex[] BeyondTheSchema =
    [
        new("^is finer than [A-Z]{3} allows"), // how many decimals a price may have depends on another field
        new("^(is not one plain e-mail address|has no valid host name|has an invisible character)"), // the pattern of an address is only its outline
        new("^is not valid Unicode"), // half a surrogate pair is JSON, but no text
        new("^is there more than once"),
        new("^is not one of ours"), // where a page ends, only we know
    ];

    public IEnumerable<string> Complaints(RawRequest request, RawAnswer? answer)
    {
        if (answer is null)
            return request.EndsThere ? [] : ["There was no answer."];
        return [.. OfStatus(request, answer), .. OfText(answer), .. answer.IsOfServer ? WrittenByServer(answer) : WrittenByUs(request, answer)];
    }

    private static IEnumerable<string> OfStatus(RawRequest request, RawAnswer answer)
    {
        var isGood = answer.Status is >= 200 and < 300;
        if (answer.Status >= 500)
            yield return "It broke something.";
        if (request.Expected == Expected.Refused && isGood)
            yield return "It is not valid, and was accepted.";
        if (request.Expected == Expected.Accepted && !isGood && !IsTooLarge(request, answer))
            yield return "It is valid, and was refused.";
        if (request.Expected == Expected.Allowed && !isGood && !IsTooLarge(request, answer) && !IsBeyondTheSchema(answer))
            yield return "It is valid by the schema, and was refused for no reason that is known here.";
    }

    private static bool IsTooLarge(RawRequest request, RawAnswer answer) => answer.Status == 413 && request.Body?.Length > HttpSetup.LargestBody;

    private static bool IsBeyondTheSchema(RawAnswer answer) =>
        answer.Status == 400 && JsonNode.Parse(answer.Body)?["errors"] is JsonObject errors && errors.Count > 0
        && errors.SelectMany(field => field.Value!.AsArray()).All(sentence => BeyondTheSchema.Any(known => known.IsMatch((string)sentence!)));

    /// <summary>Nothing that helps whoever looks for a way in.</summary>
    private IEnumerable<string> OfText(RawAnswer answer)
    {
        var all = answer.ToString();
        if (all.Contains(token, StringComparison.Ordinal))
            yield return "It repeats the token.";
        if (Insides().Match(all) is { Success: true, Value: var inside })
            yield return $"It shows our insides: {inside}";
        if (answer.Header("Server") is not null)
            yield return "It says what the server is.";
        if (answer.Header("X-Injected") is not null)
            yield return "It has a header that the client made.";
    }

    private static IEnumerable<string> WrittenByServer(RawAnswer answer)
    {
        if (!OfServer.Contains(answer.Status) || answer.Body.Length > 0)
            yield return "The server may answer by itself only what is no HTTP, and without a body.";
    }

    private IEnumerable<string> WrittenByUs(RawRequest request, RawAnswer answer)
    {
        var operation = document.Operations.FirstOrDefault(operation => operation.Method == request.Method && Template(operation.Path).IsMatch(request.Target));
        var statuses = operation?.Statuses ?? document.Operations.SelectMany(any => any.Statuses).Concat(OfNowhere);
        if (!statuses.Contains(answer.Status))
            yield return $"The document does not know this status; it has {string.Join(", ", statuses.Distinct().Order())}.";
        if (answer.Status >= 400 && answer.Header("Cache-Control") != "no-store")
            yield return "Somebody may keep the error.";
        if (answer.Status >= 400 && request.Method != "HEAD")
        {
            foreach (var complaint in OfProblem(answer, operation))
                yield return complaint;
        }
        else if (operation?.ContentOf(answer.Status) is { } content && Refuse(content, answer) is { } complaint)
        {
            yield return complaint;
        }

        foreach (var (name, header) in operation?.Responses[$"{answer.Status}"]?["headers"] as JsonObject ?? [])
        {
            if ((bool?)header!["required"] == true && answer.Header(name) is null)
                yield return $"The header {name} is missing.";
        }
    }

    private IEnumerable<string> OfProblem(RawAnswer answer, ApiOperation? operation)
    {
        if (answer.Header("Content-Type") != Problem)
            return ["It is no problem+json."];
        var schema = new JsonObject { ["$ref"] = "#/components/schemas/Problem" };
        using var body = JsonDocument.Parse(answer.Body);
        if (document.Refuse(schema, body.RootElement) is { } refused)
            return [$"It is no problem of the document: {refused}"];
        var type = ProblemType.All.FirstOrDefault(known => known.Uri == body.RootElement.GetProperty("type").GetString());
        return new[]
        {
            type?.Status != answer.Status || body.RootElement.GetProperty("status").GetInt32() != answer.Status ? "Its type is not known, or has another status." : null,
            operation?.ProblemTypes(answer.Status).Contains(type?.Uri) == false ? "The document does not know this type for the operation." : null,
            Regex.IsMatch(body.RootElement.GetProperty("trace_id").GetString()!, "^[0-9a-f]{32}$") ? null : "Its trace_id is none.",
        }.OfType<string>();
    }

    private string? Refuse(JsonObject content, RawAnswer answer)
    {
        var mediaType = answer.Header("Content-Type")?.Split(';')[0];
        if (mediaType is null || content[mediaType] is not { } media)
            return "The document does not know this content type.";
        if (mediaType != "application/json")
            return null;
        using var body = JsonDocument.Parse(answer.Body);
        return document.Refuse(media["schema"]!, body.RootElement) is { } refused ? $"It is not what the document says: {refused}" : null;
    }

    /// <summary>Of addresses that are written plainly; what another one means is the server's to say.</summary>
    private static Regex Template(string path) => new($"^{Regex.Replace(path, @"\{\w+\}", "[A-Za-z0-9-]+")}(\\?[^#]*)?$");

    [GeneratedRegex(@"\b\w+Exception\b|^ +at [A-Za-z]|System\.[A-Z]\w+|Microsoft\.|Npgsql|\.cs:line|BytePosition|Postgre|Rabbit|Kestrel", RegexOptions.Multiline)]
    private static partial Regex Insides();
}
