using System.Text.Json;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>Bodies of requests. Their size is bounded by the server; what is in them is bounded here.</summary>
internal static class RequestBody
{
    public const int MostIds = 1_000;

    private const int Deepest = 8;

    /// <exception cref="InvalidRequestException">It is no JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = Deepest }, http.RequestAborted);
        }
        catch (JsonException malformed)
        {
            throw new InvalidRequestException($"The body is not valid JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}), or nested deeper than {Deepest} levels.");
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new InvalidRequestException("The body cannot be read.");
        }
    }

    /// <summary>A JSON array of ids.</summary>
    public static async Task<IReadOnlyList<Guid>> ReadIdsAsync(HttpContext http)
    {
        using var body = await ReadAsync(http);
        return IdsOf(body.RootElement);
    }

    public static IReadOnlyList<Guid> IdsOf(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() is 0 or > MostIds)
            throw new InvalidRequestException($"Give a JSON array of 1 to {MostIds} ids of failed messages.");
        return [.. array.EnumerateArray().Select(IdOf).Distinct()];
    }

    /// <summary>Names are compared without underscores and whatever their case: some requests of ServicePulse have them, others do not.</summary>
    public static JsonElement? Member(this JsonElement body, string name)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new InvalidRequestException("The body is not a JSON object.");
        foreach (var member in body.EnumerateObject())
        {
            if (NameOf(member).Replace("_", "", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind != JsonValueKind.Null)
                return member.Value;
        }

        return null;
    }

    /// <summary>Null when it is not there.</summary>
    public static string? Text(this JsonElement body, string name) => body.Member(name) is { } member ? TextOf(member, name) : null;

    public static bool Flag(this JsonElement body, string name) => body.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag
        ? flag.GetBoolean()
        : throw new InvalidRequestException($"{name} must be true or false.");

    public static string TextOf(JsonElement element, string name)
    {
        try
        {
            return element.GetString() ?? throw new InvalidRequestException($"{name} is missing.");
        }
        catch (InvalidOperationException)
        {
            throw new InvalidRequestException($"{name} is not a text, or has half of a character in it."); // an escape such as \ud800 alone
        }
    }

    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidRequestException("A name has half of a character in it.");
        }
    }

    private static Guid IdOf(JsonElement element) =>
        Guid.TryParse(TextOf(element, "An id"), out var id) ? id : throw new InvalidRequestException($"'{Shorten(element.GetRawText())}' is not the id of a failed message.");

    private static string Shorten(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
