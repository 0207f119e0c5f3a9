using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Groups;

/// <summary>Statements about groups: what they are, what is in them, and what is being done to them.</summary>
internal static class GroupTable
{
    /// <summary>More groups of one kind are not listed; the largest are.</summary>
    private const int Most = 1_000;

    /// <summary>The newest operation is the one that is told of.</summary>
    private const string WithOperations =
        """
        SELECT g.group_id, g.title, g.note, o.kind, o.state, o.total, o.done, o.failed, o.requested_at, o.started_at, o.completed_at, o.dismissed_at
        FROM recoverability.groups g
        LEFT JOIN LATERAL (
            SELECT * FROM recoverability.operations o
            WHERE o.group_id = g.group_id AND o.kind IN ('retry', 'archive')
            ORDER BY o.operation_id DESC LIMIT 1) o ON true
        WHERE g.classifier = $1
          AND g.group_id = ANY ($2 || ARRAY (
              SELECT group_id FROM recoverability.operations
              WHERE group_id IS NOT NULL AND dismissed_at IS NULL AND kind IN ('retry', 'archive')))
        """;

    /// <summary>What is in each group of a classifier, of messages in one state: the part that looks at every message.</summary>
    public static Task<List<GroupCount>> CountAsync(NpgsqlDataSource database, Classifier classifier, FailureStatus status, CancellationToken cancellation) => database.ListAsync(
        $"""
         SELECT {classifier.Column}, count(*), min(failed_at), max(failed_at) FROM recoverability.failed_messages
         WHERE status = $1 GROUP BY {classifier.Column} ORDER BY count(*) DESC LIMIT {Most}
         """,
        row => new GroupCount(row.GetGuid(0), row.GetInt64(1), row.GetDateTime(2), row.GetDateTime(3)),
        cancellation,
        Parameter.Of(status.Column()));

    /// <summary>Of one group; the times are those of now when there is nothing in it.</summary>
    public static async Task<GroupCount?> CountAsync(NpgsqlDataSource database, FoundGroup group, FailureStatus status, CancellationToken cancellation) => await database.FirstAsync(
        $"""
         SELECT count(*), min(failed_at), max(failed_at) FROM recoverability.failed_messages
         WHERE {group.Classifier.Column} = $1 AND status = $2 HAVING count(*) > 0
         """,
        row => new GroupCount(group.Id, row.GetInt64(0), row.GetDateTime(1), row.GetDateTime(2)),
        cancellation,
        Parameter.Of(group.Id),
        Parameter.Of(status.Column()));

    /// <summary>Titles, notes and operations of these groups, and of those that something was done to which nobody has seen the end of.</summary>
    public static Task<List<DescribedGroup>> DescribeAsync(NpgsqlDataSource database, Classifier classifier, IEnumerable<Guid> groups, CancellationToken cancellation) => database.ListAsync(
        WithOperations,
        row => new DescribedGroup(
            row.GetGuid(0), row.GetString(1), row.Text(2),
            row.IsDBNull(3)
                ? null
                : new GroupOperation(row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetDateTime(8), row.Time(9), row.Time(10), row.Time(11))),
        cancellation,
        Parameter.Of(classifier.Name),
        Parameter.Of<Guid[]>([.. groups]));

    /// <summary>Null when there is no such group, or it is no id.</summary>
    public static async Task<FoundGroup?> FindAsync(NpgsqlDataSource database, string id, CancellationToken cancellation) => Guid.TryParse(id, out var groupId)
        ? await database.FirstAsync(
            "SELECT classifier, title, note FROM recoverability.groups WHERE group_id = $1",
            row => Classifier.Find(row.GetString(0)) is { } classifier ? new FoundGroup(groupId, classifier, row.GetString(1), row.Text(2)) : null,
            cancellation,
            Parameter.Of(groupId))
        : null;
}

internal sealed record GroupCount(Guid Id, long Count, DateTime First, DateTime Last);

internal sealed record DescribedGroup(Guid Id, string Title, string? Note, GroupOperation? Operation);

internal sealed record FoundGroup(Guid Id, Classifier Classifier, string Title, string? Note);

/// <summary>What is being done to a group, or was.</summary>
internal sealed record GroupOperation(
    string Kind, string State, long Total, long Done, long Failed, DateTime RequestedAt, DateTime? StartedAt = null, DateTime? CompletedAt = null, DateTime? DismissedAt = null);
