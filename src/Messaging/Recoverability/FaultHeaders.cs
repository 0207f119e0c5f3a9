using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Recoverability;

/// <summary>What a message in the error queue says about its failure; ServiceControl and ServicePulse read it.</summary>
public static class FaultHeaders
{
    private const int LongestMessage = 16_384;

    /// <summary>Ours; keeps a hostile or recursive stack from outgrowing the broker's limit for headers (one frame, 128 kB by default).</summary>
    private const int LongestStackTrace = 32_768;

    public static IReadOnlyDictionary<string, string?> For(Exception cause, string queue, string endpoint, DateTimeOffset now) => new Dictionary<string, string?>
    {
        [Headers.FailedQueue] = queue,
        [Headers.TimeOfFailure] = WireTime.Write(now),
        [Headers.ExceptionType] = cause.GetType().FullName,
        [Headers.InnerExceptionType] = cause.InnerException?.GetType().FullName,
        [Headers.ExceptionMessage] = Cut(cause.Message, LongestMessage),
        [Headers.ExceptionSource] = cause.Source,
        [Headers.StackTrace] = Cut(cause.ToString(), LongestStackTrace),
        [Headers.ProcessingMachine] = Environment.MachineName,
        [Headers.ProcessingEndpoint] = endpoint,
        // Started anew when somebody sends it back.
        [Headers.Retries] = null,
    };

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
