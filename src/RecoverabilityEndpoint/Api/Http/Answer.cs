using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>
/// Answers as ServiceControl gives them: names in snake case, what is null is left out, the number of all in a header. Each has an <c>ETag</c> made of what it says; whoever sends
/// that back gets 304 as long as it still says so.
/// </summary>
internal static class Answer
{
    public const string TotalHeader = "Total-Count";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Asked for and stored; what came of it is seen by asking again.</summary>
    public static IResult Accepted { get; } = TypedResults.StatusCode(StatusCodes.Status202Accepted);

    public static IResult Json<T>(HttpContext http, T value, long? total = null)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, Options);
        if (total is { } all)
            http.Response.Headers[TotalHeader] = $"{all}";
        return TypedResults.Bytes(json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Hash(json, total)}\""));
    }

    /// <summary>A page of a list.</summary>
    public static IResult Page<T>(HttpContext http, IReadOnlyList<T> items, long total, Paging paging)
    {
        if (paging.LinksOf(http.Request, total) is { Length: > 0 } links)
            http.Response.Headers.Link = links;
        return Json(http, items, total);
    }

    /// <summary>A whole list.</summary>
    public static IResult List<T>(HttpContext http, IReadOnlyCollection<T> items) => Json(http, items, items.Count);

    private static string Hash(byte[] json, long? total)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(json);
        hash.AppendData(BitConverter.GetBytes(total ?? -1));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
