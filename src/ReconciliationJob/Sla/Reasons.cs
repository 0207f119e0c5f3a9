using System.Text.RegularExpressions;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>A relay's words name the recipient now and then; a report is read by more people than may know customers.</summary>
internal static partial class Reasons
{
    public static string? WithoutAddresses(string? reason) => reason is null ? null : Address().Replace(reason, "(address)");

    [GeneratedRegex(@"[^\s<>()\[\]:;,""']+@[^\s<>()\[\]:;,""']+")]
    private static partial Regex Address();
}
