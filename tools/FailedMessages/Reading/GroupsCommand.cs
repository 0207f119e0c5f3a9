using System.Globalization;
using Notifications.RecoverabilityEndpoint.Failures;
using Npgsql;

namespace Notifications.FailedMessages.Reading;

/// <summary><c>list --by</c>: one line a group.</summary>
internal static class GroupsCommand
{
    private const int LongestTitle = 200;

    public static async Task<int> RunAsync(
        CommandLine.List asked, Classifier by, NpgsqlDataSource database, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var selection = asked.Filter.At(await FailedMessageTable.NowAsync(database, cancellation), asked.Statuses);
        var found = await FailedMessageTable.GroupsAsync(database, selection, by, asked.Limit + 1, cancellation);
        var shown = found.Take(asked.Limit).ToList();
        if (asked.Json)
            await output.WriteLineAsync(Json.Of(shown));
        foreach (var group in asked.Json ? [] : shown)
            await output.WriteLineAsync(Line(group));
        if (found.Count > shown.Count)
            await error.WriteLineAsync($"There are more than {asked.Limit} groups; --limit N shows more of them.");
        return found.Count > 0 ? ExitCode.Done : ExitCode.NothingFound;
    }

    public static string Line(ListedGroup group) => string.Create(
        CultureInfo.InvariantCulture,
        $"{group.Count,9:N0}  {group.Id}  {group.FirstFailedAt:yyyy-MM-dd HH:mm:ss}Z to {group.LastFailedAt:yyyy-MM-dd HH:mm:ss}Z  {Plain.Line(group.Title, LongestTitle)}");
}
