namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>ServiceControl has two sets of words for where a message is: as one that failed, and as any message.</summary>
internal static class StatusWords
{
    public static string OfFailure(string column) => column == "retry_issued" ? "retryIssued" : column;

    public static string OfMessage(string column, int attempts) => column switch
    {
        "unresolved" => attempts > 1 ? "repeatedFailure" : "failed",
        "resolved" => "resolvedSuccessfully",
        "archived" => "archivedFailure",
        _ => "retryIssued",
    };
}
