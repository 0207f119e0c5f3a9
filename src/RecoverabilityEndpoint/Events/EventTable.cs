using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Events;

/// <summary>Statements about <c>recoverability.events</c>.</summary>
internal static class EventTable
{
    private const int LongestDescription = 1_000;

    private const string Insert =
        """
        INSERT INTO recoverability.events (severity, category, event_type, description, related_to, messages)
        VALUES ($1, $2, $3, $4, $5, $6)
        """;

    /// <summary>Part of whatever transaction it tells of.</summary>
    public static NpgsqlBatchCommand Add(OperatingEvent happened) => new(Insert)
    {
        Parameters =
        {
            Parameter.Of(happened.Severity.ToString().ToLowerInvariant()),
            Parameter.Of(happened.Category),
            Parameter.Of(happened.EventType),
            Parameter.Of(Readable(happened.Description)),
            Parameter.Of<string[]>([.. happened.RelatedTo]),
            Parameter.Of(happened.Messages),
        },
    };

    public static async Task AddAsync(NpgsqlTransaction transaction, IReadOnlyCollection<OperatingEvent> happened, CancellationToken cancellation)
    {
        if (happened.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var one in happened)
            batch.BatchCommands.Add(Add(one));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static string Readable(string text) => text.Length <= LongestDescription
        ? StoredText.Bounded(text, LongestDescription)
        : $"{StoredText.Bounded(text, LongestDescription - 1).TrimEnd('\uFFFD')}…";
}
