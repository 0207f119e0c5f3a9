using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Notifications.Traces.Otlp;

/// <summary>
/// What an exporter asks and is answered. In: an export of spans. Out: 200 and an empty answer, which means that all of them were taken.
/// Unreadable: 400 with a sentence, and none of its spans is kept. Anything that is not OTLP over HTTP with protobuf: 404, 415 or 413.
/// </summary>
internal sealed class Exports(KeptSpans kept)
{
    /// <summary>Bytes, as sent and unpacked. An exporter sends 512 spans at a time, which is less than one million.</summary>
    public const int LargestBody = 16 << 20;

    private const string Protobuf = "application/x-protobuf";

    public async Task AnswerAsync(HttpContext http)
    {
        var (status, sentence) = await TakeAsync(http.Request);
        http.Response.StatusCode = status;
        http.Response.ContentType = sentence is null ? Protobuf : MediaTypeNames.Text.Plain;
        await http.Response.WriteAsync(sentence ?? "", http.RequestAborted); // an answer without fields has no bytes
    }

    private async Task<(int Status, string? Sentence)> TakeAsync(HttpRequest request)
    {
        var path = request.Path.Value;
        if (!HttpMethods.IsPost(request.Method) || path is not ("/v1/traces" or "/v1/metrics" or "/v1/logs"))
            return (StatusCodes.Status404NotFound, $"There is no {request.Method} {path} here, only POST /v1/traces; /v1/metrics and /v1/logs are taken and dropped.");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase))
            return (StatusCodes.Status415UnsupportedMediaType, $"Only {Protobuf} is read: set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf.");
        if (request.Headers.ContentEncoding.ToString() is not ("" or "gzip" or "identity") and var encoding)
            return (StatusCodes.Status415UnsupportedMediaType, $"Content-Encoding '{encoding}' is not read: send gzip or nothing.");

        try
        {
            if (await ReadAsync(request) is not { } body)
                return (StatusCodes.Status413PayloadTooLarge, $"More than {LargestBody} bytes: send fewer spans at a time.");
            if (path == "/v1/traces")
                kept.Add(ExportRequest.Read(body));
            return (StatusCodes.Status200OK, null);
        }
        catch (BadHttpRequestException refused) // the server's own: too large, cut off
        {
            return (refused.StatusCode, refused.Message);
        }
        catch (InvalidDataException unreadable) // ours, and that of gzip
        {
            return (StatusCodes.Status400BadRequest, unreadable.Message);
        }
    }

    /// <summary>Null when it is too large, packed or unpacked.</summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        await using var stream = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var body = new MemoryStream();
        var piece = new byte[16 << 10];
        while (await stream.ReadAsync(piece, request.HttpContext.RequestAborted) is var length and > 0)
        {
            if (body.Length + length > LargestBody)
                return null;
            body.Write(piece, 0, length);
        }

        return body.ToArray();
    }
}
