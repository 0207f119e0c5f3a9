using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>What <c>recoverability.failed_messages</c> says of a message's newest failure, an array a column: $1 to $26.</summary>
internal static class FailureColumns
{
    public static void AddTo(NpgsqlBatchCommand command, IReadOnlyList<Failure> failures) => command.Parameters.AddRange(new NpgsqlParameter[]
    {
        Parameter.Column(failures, failure => failure.Id),
        Parameter.Column(failures, failure => failure.MessageId),
        Parameter.Column(failures, failure => failure.MessageType),
        Parameter.Column(failures, failure => failure.IsControlMessage),
        Parameter.Column(failures, failure => failure.ConversationId),
        Parameter.Column(failures, failure => failure.ContentType),
        Parameter.Column(failures, failure => failure.Body.Length),
        Parameter.Column(failures, failure => failure.SendingEndpoint),
        Parameter.Column(failures, failure => failure.SendingMachine),
        Parameter.Column(failures, failure => failure.SendingHostId),
        Parameter.Column(failures, failure => failure.ReceivingEndpoint),
        Parameter.Column(failures, failure => failure.ReceivingMachine),
        Parameter.Column(failures, failure => failure.ReceivingHostId),
        Parameter.Column(failures, failure => failure.QueueAddress),
        Parameter.Column(failures, failure => failure.ExceptionType),
        Parameter.Column(failures, failure => failure.ExceptionMessage),
        Parameter.Column(failures, failure => failure.ExceptionSource),
        Parameter.Column(failures, failure => failure.Unreadable),
        Parameter.Column(failures, failure => failure.TimeSent),
        Parameter.Column(failures, failure => failure.FailedAt),
        Parameter.Column(failures, failure => failure.Groups[0].Id),
        Parameter.Column(failures, failure => failure.Groups[1].Id),
        Parameter.Column(failures, failure => failure.Groups[2].Id),
        Parameter.Column(failures, failure => failure.Groups[3].Id),
        Parameter.Column(failures, failure => failure.Groups[4].Id),
        Parameter.Column(failures, failure => failure.EditOf),
    });
}
