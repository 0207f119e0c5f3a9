using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Notifications.NotificationEndpoint.Recipients;
using Npgsql;

namespace Notifications.Suppressions;

/// <summary>The list as a person or a script reads it.</summary>
internal static class Listing
{
    private const int Page = 1_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal, not for a page: a + stays one
        WriteIndented = true,
    };

    public static async Task<int> WriteAsync(CommandLine.List asked, NpgsqlDataSource database, TextWriter output, TextWriter error)
    {
        // One more than asked for tells that there is more.
        var entries = await ReadAsync(database, asked.Source, asked.Limit + 1);
        var shown = entries.Take(asked.Limit).ToList();
        if (asked.Json)
            await output.WriteLineAsync(JsonSerializer.Serialize(shown, Json));
        else
            await output.WriteAsync(string.Concat(shown.Select(entry => Line(entry) + Environment.NewLine)));

        if (entries.Count > shown.Count)
            await error.WriteLineAsync($"There are more than {asked.Limit}; --limit N shows more of them.");
        return ExitCode.Done;
    }

    public static string Line(Suppression entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {(entry.OrderId is null ? "operator" : "relay"),-8}  {entry.Address}  {entry.Reason}{(entry.OrderId is { } order ? $"  (order {order})" : "")}");

    private static async Task<List<Suppression>> ReadAsync(NpgsqlDataSource database, SuppressionSource? source, int limit)
    {
        var entries = new List<Suppression>();
        while (entries.Count < limit)
        {
            var page = Math.Min(Page, limit - entries.Count);
            var read = await database.ReadAsync(SuppressionTable.List(source, entries.LastOrDefault(), page));
            entries.AddRange(read);
            if (read.Count < page)
                break;
        }

        return entries;
    }
}
