using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Groups;

/// <summary>Groups of failed messages, what is being done to them, and what people write about them.</summary>
internal static class GroupRoutes
{
    private const int LongestNote = 10_000;

    public static IResult Classifiers(HttpContext http) => Answer.List(http, Classifier.All.Select(classifier => classifier.Name).ToList());

    /// <summary>Groups of unresolved messages by one classifier; also empty ones whose operation has ended unseen.</summary>
    public static async Task<IResult> UnresolvedAsync(string? classifier, HttpContext http, NpgsqlDataSource database, SharedGroups shared)
    {
        // A choice that ServicePulse remembers may be one of another server's.
        if (Known(classifier) is not { } known)
            return Answer.List<GroupView>(http, []);
        var counts = (await shared.CountAsync(known, FailureStatus.Unresolved, http.RequestAborted)).ToDictionary(count => count.Id);
        var groups = await GroupTable.DescribeAsync(database, known, counts.Keys, http.RequestAborted);
        var title = http.Request.Query["classifierFilter"].ToString();
        return Answer.List(http, groups
            .Where(group => title == "" || group.Title == title)
            .Select(group => GroupView.Of(group, known, counts.GetValueOrDefault(group.Id)))
            .OrderByDescending(group => group.Last).ThenBy(group => group.Id).ToList());
    }

    /// <summary>Groups of archived messages by one classifier.</summary>
    public static async Task<IResult> ArchivedAsync(string? classifier, HttpContext http, NpgsqlDataSource database, SharedGroups shared)
    {
        if (Known(classifier) is not { } known)
            return Answer.List<GroupSummary>(http, []);
        var counts = (await shared.CountAsync(known, FailureStatus.Archived, http.RequestAborted)).ToDictionary(count => count.Id);
        var groups = await GroupTable.DescribeAsync(database, known, counts.Keys, http.RequestAborted);
        return Answer.List(http, (from one in groups
                                  where counts.ContainsKey(one.Id)
                                  let count = counts[one.Id]
                                  orderby count.Last descending
                                  select new GroupSummary(one.Id, one.Title, known.Name, count.Count, one.Note, count.First, count.Last)).ToList());
    }

    public static Task<IResult> OneAsync(string id, HttpContext http, NpgsqlDataSource database) => OneAsync(id, FailureStatus.Unresolved, http, database);

    public static Task<IResult> OneArchivedAsync(string id, HttpContext http, NpgsqlDataSource database) => OneAsync(id, FailureStatus.Archived, http, database);

    public static async Task<IResult> SetNoteAsync(string id, HttpContext http, NpgsqlDataSource database)
    {
        var note = ForeignText.Of(http.Request.Query["comment"].ToString());
        return note.Length > LongestNote
            ? Problems.Invalid($"A note has at most {LongestNote} characters.")
            : await WriteNoteAsync(id, note == "" ? null : note, http, database) ? Answer.Accepted : NotFound(id);
    }

    /// <summary>Also of what has none: ServicePulse removes the note of every group that it sends back.</summary>
    public static async Task<IResult> RemoveNoteAsync(string id, HttpContext http, NpgsqlDataSource database)
    {
        await WriteNoteAsync(id, null, http, database);
        return Answer.Accepted;
    }

    /// <summary>Somebody has seen that what was done to the group has ended.</summary>
    public static async Task<IResult> DismissAsync(string id, HttpContext http, NpgsqlDataSource database)
    {
        if (!Guid.TryParse(id, out var group))
            return NotFound(id);
        await using var command = database.CreateCommand(
            "UPDATE recoverability.operations SET dismissed_at = now() WHERE group_id = $1 AND state = 'completed' AND dismissed_at IS NULL");
        command.Parameters.Add(Parameter.Of(group));
        await command.ExecuteNonQueryAsync(http.RequestAborted);
        return Answer.Accepted;
    }

    public static IResult NotFound(string id) => Problems.NotFound($"group '{(id.Length <= 64 ? id : $"{id[..64]}…")}'");

    /// <summary>The first one when none is named, as ServicePulse does before it knows their names.</summary>
    private static Classifier? Known(string? classifier) => string.IsNullOrEmpty(classifier) ? Classifier.All[0] : Classifier.Find(classifier);

    private static async Task<IResult> OneAsync(string id, FailureStatus status, HttpContext http, NpgsqlDataSource database)
    {
        if (await GroupTable.FindAsync(database, id, http.RequestAborted) is not { } group)
            return NotFound(id);
        var count = await GroupTable.CountAsync(database, group, status, http.RequestAborted);
        return Answer.Json(http, new GroupSummary(group.Id, group.Title, group.Classifier.Name, count?.Count ?? 0, group.Note, count?.First, count?.Last));
    }

    private static async Task<bool> WriteNoteAsync(string id, string? note, HttpContext http, NpgsqlDataSource database)
    {
        if (!Guid.TryParse(id, out var group))
            return false;
        await using var command = database.CreateCommand("UPDATE recoverability.groups SET note = $2 WHERE group_id = $1");
        command.Parameters.Add(Parameter.Of(group));
        command.Parameters.Add(Parameter.OfNullable(note));
        return await command.ExecuteNonQueryAsync(http.RequestAborted) == 1;
    }
}
