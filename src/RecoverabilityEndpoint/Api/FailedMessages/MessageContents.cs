using System.Text.Json;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>What is stored of a message as it was: headers as a JSON object, in bytes.</summary>
internal static class MessageContents
{
    public static async Task<IReadOnlyDictionary<string, string>> HeadersOfAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellation) =>
        await database.FirstAsync(
            "SELECT headers FROM recoverability.contents WHERE failed_message_id = $1", row => Decode(row.GetFieldValue<byte[]>(0)), cancellation, Parameter.Of(id)) ?? [];

    public static Dictionary<string, string> Decode(byte[]? headers) => headers is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(headers) ?? [];
}
