namespace Notifications.RecoverabilityEndpoint.Operations;

/// <summary>Every log line about what people ask for and about messages that go back, in one place (6050–6069).</summary>
internal static partial class OperationsLog
{
    [LoggerMessage(6050, LogLevel.Information, "Operation {Operation} ({Kind}, {Scope}) has selected {Messages} messages.")]
    public static partial void Prepared(this ILogger log, Guid operation, OperationKind kind, OperationScope scope, long messages);

    [LoggerMessage(6051, LogLevel.Information, "Operation {Operation} is completed: {Done} messages were sent back, {Failed} could not be.")]
    public static partial void SentBack(this ILogger log, Guid operation, long done, long failed);

    [LoggerMessage(6052, LogLevel.Error, "What people have asked for is not prepared ({Reason}); it is tried again every {Every}. Look at PostgreSQL. Left out since this was last said: {LeftOut}.")]
    public static partial void NotPrepared(this ILogger log, string reason, TimeSpan every, long leftOut, Exception? failure);

    [LoggerMessage(6053, LogLevel.Information, "What people ask for is prepared again. Left out since this was last said: {LeftOut}.")]
    public static partial void PreparesAgain(this ILogger log, long leftOut);

    [LoggerMessage(6054, LogLevel.Error, "Failed messages are not sent back ({Reason}); it is tried again every {Every}, and some may go a second time. Look at PostgreSQL. Left out since this was last said: {LeftOut}.")]
    public static partial void ReturnsFail(this ILogger log, string reason, TimeSpan every, long leftOut, Exception? failure);

    [LoggerMessage(6055, LogLevel.Information, "Failed messages are sent back again. Left out since this was last said: {LeftOut}.")]
    public static partial void ReturnsAgain(this ILogger log, long leftOut);

    [LoggerMessage(6056, LogLevel.Warning, "Failed message {Message} was not sent back to {Address}: {Outcome}. It is tried again. Left out since this was last said: {LeftOut}.")]
    public static partial void NotReturned(this ILogger log, Guid message, string address, string outcome, long leftOut);

    [LoggerMessage(6057, LogLevel.Error, "{Count} failed messages of operation {Operation} cannot be sent back to '{Address}': {Reason}. They are unresolved again.")]
    public static partial void LedNowhere(this ILogger log, Guid operation, int count, string address, string reason);
}
