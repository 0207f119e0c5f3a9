using Microsoft.Extensions.Configuration;

namespace Notifications.ServiceDefaults.Configured;

/// <summary>
/// The sections of all hosts, so that one may be given what is meant for another. A name that is almost one of them is a mistake: <c>Recipient__AllowDomains</c> on a
/// staging system would otherwise let everything through.
/// </summary>
internal static class Sections
{
    private const int Short = 5;

    public static readonly IReadOnlyList<string> All =
    [
        "Access", "Broker", "Consumer", "Database", "Documentation", "Heartbeats", "Ingestion", "Intake", "Ledger", "Limits", "Log", "Outbox", "Recipients", "Reconciliation",
        "Recoverability", "Rehearsal", "Retention", "Returns", "ServiceControl", "ServicePulse", "Sla", "Smtp", "Stopping", "Telemetry", "Webhook",
    ];

    /// <summary>A sentence for each section that was given and is probably another one.</summary>
    public static IEnumerable<string> Misspelt(IConfiguration configuration) =>
        from section in configuration.GetChildren()
        where section.GetChildren().Any() && !All.Contains(section.Key, StringComparer.OrdinalIgnoreCase)
        let meant = All.FirstOrDefault(known => IsAlmost(section.Key, known))
        where meant is not null
        select $"{section.Key} is not a section; {meant} is one. Is {meant}:{section.GetChildren().First().Key} meant?";

    private static bool IsAlmost(string given, string known) =>
        Distance(given.ToUpperInvariant(), known.ToUpperInvariant()) <= (known.Length <= Short ? 1 : 2);

    /// <summary>Letters to add, to leave out, to replace, or to swap with the next one.</summary>
    private static int Distance(string one, string other)
    {
        var steps = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var least = Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                steps[i, j] = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] ? Math.Min(least, steps[i - 2, j - 2] + 1) : least;
            }
        }

        return steps[one.Length, other.Length];
    }
}
