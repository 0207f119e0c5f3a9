using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Operations;

/// <summary>
/// A selection as a condition on <c>recoverability.failed_messages AS m</c>. What is not given is no part of it: the server plans for what is asked, and one
/// message is not looked for among a million.
/// </summary>
internal static class SelectionSql
{
    private static readonly string OfGroup = $"({string.Join(" OR ", Classifier.All.Select(classifier => $"m.{classifier.Column} = $"))})";

    /// <param name="selection">To be written.</param>
    /// <param name="parameters">Of the statement: those of the condition are added.</param>
    public static string Where(Selection selection, ICollection<NpgsqlParameter> parameters) => string.Join(
        " AND ",
        new[]
        {
            If("m.status = ANY($)", Parameter.Of<string[]>([.. selection.Statuses.Select(status => status.Column())])),
            If("m.failed_message_id = ANY($)", selection.Ids is { } ids ? Parameter.Of<Guid[]>([.. ids]) : null),
            If(OfGroup, selection.Group is { } group ? Parameter.Of(group) : null),
            If("m.receiving_endpoint = $", selection.Endpoint is { } endpoint ? Parameter.Of(endpoint) : null),
            If("m.queue_address = $", selection.QueueAddress is { } address ? Parameter.Of(address) : null),
            If("m.failed_at >= $", selection.FailedFrom is { } from ? Parameter.Of(from.ToUniversalTime()) : null),
            If("m.failed_at < $", selection.FailedUntil is { } until ? Parameter.Of(until.ToUniversalTime()) : null),
            If("(strpos(lower(m.exception_type), lower($)) > 0 OR strpos(lower(m.exception_message), lower($)) > 0)", selection.Cause is { } cause ? Parameter.Of(cause) : null),
        }.OfType<(string Condition, NpgsqlParameter Parameter)>().Select(part => Numbered(part, parameters)));

    private static (string Condition, NpgsqlParameter Parameter)? If(string condition, NpgsqlParameter? parameter) => parameter is null ? null : (condition, parameter);

    private static string Numbered((string Condition, NpgsqlParameter Parameter) part, ICollection<NpgsqlParameter> parameters)
    {
        parameters.Add(part.Parameter);
        return part.Condition.Replace("$", $"${parameters.Count}", StringComparison.Ordinal);
    }
}
