using System.Text;
using System.Text.Json;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>
/// The bytes of a message. Whoever can publish to the broker has written them: they are shown, and must not be obeyed. Whatever they are called, a browser gets one of four types that
/// are not HTML, is told not to guess, and runs nothing that is in them.
/// </summary>
internal static class BodyRoute
{
    private const string Json = "application/json";
    private const string Xml = "text/xml";
    private const string Text = "text/plain";
    private const string Bytes = "application/octet-stream";

    public static async Task<IResult> ShowAsync(string id, HttpContext http, NpgsqlDataSource database)
    {
        if (!Guid.TryParse(id, out var failedMessageId))
            return OneFailureRoutes.NotFound(id);
        var found = await database.FirstAsync(
            "SELECT content_type, body FROM recoverability.failed_messages JOIN recoverability.contents USING (failed_message_id) WHERE failed_message_id = $1",
            row => new Content(row.GetString(0), row.GetFieldValue<byte[]>(1)),
            http.RequestAborted,
            Parameter.Of(failedMessageId));
        if (found is null)
            return OneFailureRoutes.NotFound(id);
        if (found.Body.Length == 0)
            return TypedResults.NoContent();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Bytes(found.Body, TypeOf(found.Type, found.Body));
    }

    /// <summary>ServicePulse lays out what is called exactly JSON or XML, and shows nothing of JSON that is none: that is shown as text.</summary>
    internal static string TypeOf(string declared, byte[] body) => declared.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        var type when type == Json || type.EndsWith("+json", StringComparison.Ordinal) => IsJson(body) ? Json : Text,
        var type when type is Xml or "application/xml" || type.EndsWith("+xml", StringComparison.Ordinal) => Xml,
        var type when type.StartsWith("text/", StringComparison.Ordinal) => Text,
        _ => Bytes,
    };

    private static bool IsJson(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsSpan(Encoding.UTF8.Preamble.Length) : body);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record Content(string Type, byte[] Body);
}
