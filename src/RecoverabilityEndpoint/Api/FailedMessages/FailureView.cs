using Notifications.RecoverabilityEndpoint.Api.Http;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>A failed message as lists show it, in ServiceControl's words.</summary>
internal sealed record FailureView(
    Guid Id, string? MessageType, DateTime? TimeSent, bool IsSystemMessage, ExceptionView Exception, string MessageId, int NumberOfProcessingAttempts, string Status,
    EndpointView? SendingEndpoint, EndpointView ReceivingEndpoint, string? QueueAddress, DateTime TimeOfFailure, DateTime LastModified, bool Edited, Guid? EditOf)
{
    /// <summary>The stack of each message of a page could be long: a list has its beginning.</summary>
    private const string Columns =
        """
        failed_message_id, message_type, time_sent, is_control_message, exception_type, exception_message, exception_source, message_id, attempts, status,
        sending_endpoint, sending_host_id, sending_machine, receiving_endpoint, receiving_host_id, receiving_machine, queue_address, failed_at, last_modified, edited, edit_of
        """;

    public const string ShortColumns = $"{Columns}, coalesce(left(stack_trace, 4000), '')";
    public const string WholeColumns = $"{Columns}, coalesce(stack_trace, '')";

    /// <summary>A row of <see cref="ShortColumns"/> or <see cref="WholeColumns"/>.</summary>
    public static FailureView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1) is { Length: > 0 } type ? type : null, row.Time(2), row.GetBoolean(3),
        new ExceptionView(row.GetString(4), row.GetString(5), row.Text(6), row.GetString(21)), row.GetString(7), row.GetInt32(8), StatusWords.OfFailure(row.GetString(9)),
        row.Text(10) is { } sender ? new EndpointView(sender, row.Id(11), row.Text(12)) : null, new EndpointView(row.GetString(13), row.Id(14), row.Text(15)),
        row.Text(16), row.GetDateTime(17), row.GetDateTime(18), row.GetBoolean(19), row.Id(20));
}

internal sealed record ExceptionView(string ExceptionType, string Message, string? Source, string StackTrace);

internal sealed record EndpointView(string Name, Guid? HostId, string? Host);
