using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Recoverability;

/// <summary>What a message in the error queue says about its failure; ServiceControl and ServicePulse read it.</summary>
public static class FaultHeaders
{
    /// <summary>In bytes; NServiceBus cuts at as many characters.</summary>
    private const int LongestMessage = 16_384;

    /// <summary>In bytes: a recursive stack has no end.</summary>
    private const int LongestStackTrace = 32_768;

    public static Dictionary<string, string?> For(Exception cause, EndpointIdentity endpoint, DateTimeOffset now) => new(endpoint.ProcessingHeaders())
    {
        [Headers.FailedQueue] = endpoint.Name,
        [Headers.TimeOfFailure] = WireTime.Write(now),
        [Headers.ExceptionType] = cause.GetType().FullName,
        [Headers.InnerExceptionType] = cause.InnerException?.GetType().FullName,
        [Headers.ExceptionMessage] = HeaderBudget.Cut(cause.Message, LongestMessage),
        [Headers.ExceptionSource] = cause.Source,
        [Headers.StackTrace] = HeaderBudget.Cut(cause.ToString(), LongestStackTrace),
        // Started anew when somebody sends it back.
        [Headers.Retries] = null,
        // Forged: ServiceControl would take the failure for the news that one is done.
        [Headers.RetrySuccessful] = null,
    };
}
