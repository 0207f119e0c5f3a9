using System.Globalization;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>Which failed messages are asked for: in one of these states, and all that is not null.</summary>
/// <param name="Statuses">All of them, or some.</param>
internal sealed record FailureFilter(IReadOnlyList<FailureStatus> Statuses)
{
    private static readonly FailureStatus[] Every = Enum.GetValues<FailureStatus>();

    public Guid? Group { get; init; }

    /// <summary>Which column <see cref="Group"/> is looked for in.</summary>
    public Classifier? Classifier { get; init; }

    /// <summary>The receiving one.</summary>
    public string? Endpoint { get; init; }

    public string? QueueAddress { get; init; }

    public DateTime? ModifiedFrom { get; init; }

    public DateTime? ModifiedUntil { get; init; }

    /// <summary>The one state that is all there is to it; null when there is more.</summary>
    public FailureStatus? OnlyStatus =>
        Statuses is [var status] && Group is null && Endpoint is null && QueueAddress is null && ModifiedFrom is null && ModifiedUntil is null ? status : null;

    /// <exception cref="InvalidRequestException">A status is none, or a time.</exception>
    public static FailureFilter Read(IQueryCollection query)
    {
        var (from, until) = TimesOf(query["modified"].ToString(), "modified");
        return new FailureFilter(StatusesOf(query["status"].ToString()))
        {
            QueueAddress = ForeignText.OfNullable(query["queueaddress"]),
            ModifiedFrom = from,
            ModifiedUntil = until,
        };
    }

    /// <summary><c>from...until</c>, each ISO 8601 and UTC unless it says otherwise; nothing for no bounds.</summary>
    public static (DateTime? From, DateTime? Until) TimesOf(string range, string name)
    {
        if (range == "")
            return (null, null);
        return range.Split("...") is [var from, var until]
            ? (TimeOf(from, name), TimeOf(until, name))
            : throw new InvalidRequestException($"{name} must be two times with three dots between.");
    }

    public static DateTime TimeOf(string text, string name) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new InvalidRequestException($"{name} must be a time as 2026-11-26T10:00:00Z.");

    /// <summary>The conditions, and their parameters from $1 on. What a client sent is in the parameters alone.</summary>
    public (string Conditions, List<NpgsqlParameter> Parameters) ToSql()
    {
        var conditions = new List<string>();
        var parameters = new List<NpgsqlParameter>();
        // One status compared with = is read in the order of its index; one of several is not.
        if (Statuses is [var status])
            Add("status = {0}", Parameter.Of(status.Column()));
        else if (Statuses.Count < Every.Length)
            Add("status = ANY ({0})", Parameter.Of<string[]>([.. Statuses.Select(one => one.Column())]));
        if (Group is { } group)
            Add($"{Classifier!.Column} = {{0}}", Parameter.Of(group));
        if (Endpoint is { } endpoint)
            Add("receiving_endpoint = {0}", Parameter.Of(endpoint));
        if (QueueAddress is { } address)
            Add("queue_address = {0}", Parameter.Of(address));
        if (ModifiedFrom is { } from)
            Add("last_modified >= {0}", Parameter.Of(from));
        if (ModifiedUntil is { } until)
            Add("last_modified <= {0}", Parameter.Of(until));
        return (conditions.Count == 0 ? "true" : string.Join(" AND ", conditions), parameters);

        void Add(string condition, NpgsqlParameter parameter)
        {
            parameters.Add(parameter);
            conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, $"${parameters.Count}"));
        }
    }

    /// <summary>Such as <c>unresolved</c>, or <c>-archived</c> for all but that; nothing for all.</summary>
    private static IReadOnlyList<FailureStatus> StatusesOf(string text)
    {
        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var wanted = words.Where(word => word[0] != '-').Select(StatusOf).ToList();
        var excluded = words.Where(word => word[0] == '-').Select(word => StatusOf(word[1..])).ToList();
        return [.. (wanted.Count == 0 ? [.. Every] : wanted).Distinct().Except(excluded)];
    }

    private static FailureStatus StatusOf(string word) => word.ToUpperInvariant() switch
    {
        "UNRESOLVED" => FailureStatus.Unresolved,
        "RETRYISSUED" => FailureStatus.RetryIssued,
        "RESOLVED" => FailureStatus.Resolved,
        "ARCHIVED" => FailureStatus.Archived,
        _ => throw new InvalidRequestException("status must be some of unresolved, retryissued, resolved and archived, with a hyphen in front for all but that."),
    };
}
