using System.Diagnostics.Metrics;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>What this process has taken out of the error queue, counted. Processes are added up.</summary>
internal static class IngestionMetrics
{
    public const string MeterName = "Notifications.RecoverabilityEndpoint";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Messages = Meter.CreateCounter<long>("notifications.failed_messages.ingested", "{message}", "Messages taken out of the error queue.");

    public static void BeginAtZero()
    {
        foreach (var result in Enum.GetValues<IngestionResult>())
            Add(0, result);
    }

    public static void Ingested(IEnumerable<IngestionResult> results)
    {
        foreach (var (result, messages) in results.CountBy(result => result))
            Add(messages, result);
    }

    private static void Add(long messages, IngestionResult result) => Messages.Add(messages, new KeyValuePair<string, object?>("result", Word(result)));

    private static string Word(IngestionResult result) => result switch
    {
        IngestionResult.Failed => "failed",
        IngestionResult.FailedAgain => "failed_again",
        IngestionResult.Copy => "copy",
        IngestionResult.Acknowledged => "acknowledged",
        IngestionResult.UnknownAcknowledgement => "unknown_acknowledgement",
        IngestionResult.Unreadable => "unreadable",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "A result without a word."),
    };
}
