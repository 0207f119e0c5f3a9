using System.Globalization;
using Npgsql;

namespace Notifications.FailedMessages.Reading;

/// <summary><c>list</c>: one line a message.</summary>
internal static class ListCommand
{
    private const int LongestCause = 160;
    private const int LongestName = 80;

    public static async Task<int> RunAsync(CommandLine.List asked, NpgsqlDataSource database, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var selection = asked.Filter.At(await FailedMessageTable.NowAsync(database, cancellation), asked.Statuses);
        // One more than asked for tells that there is more.
        var found = await FailedMessageTable.ListAsync(database, selection, asked.Limit + 1, cancellation);
        var shown = found.Take(asked.Limit).ToList();
        if (asked.Json)
            await output.WriteLineAsync(Json.Of(shown));
        foreach (var message in asked.Json ? [] : shown)
            await output.WriteLineAsync(Line(message));
        if (found.Count > shown.Count)
            await error.WriteLineAsync($"There are more than {asked.Limit}; --limit N shows more of them, --by exception what they have in common.");
        return found.Count > 0 ? ExitCode.Done : ExitCode.NothingFound;
    }

    public static string Line(ListedMessage message) => string.Create(
        CultureInfo.InvariantCulture,
        $"{message.Id}  {message.FailedAt:yyyy-MM-dd HH:mm:ss}Z  {Word(message.Status),-12}  {Plain.Line(message.Endpoint, LongestName)}  {Plain.Line(message.MessageType, LongestName)}  {Plain.Line(message.ExceptionType, LongestName)}: {Plain.Line(message.ExceptionMessage, LongestCause)}{(message.Attempts > 1 ? $"  (failed {message.Attempts} times)" : "")}");

    /// <summary>As the option has it.</summary>
    public static string Word(string status) => status switch
    {
        "archived" => "deleted",
        _ => status.Replace('_', '-'),
    };
}
