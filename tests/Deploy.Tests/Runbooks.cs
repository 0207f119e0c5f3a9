using System.Text.RegularExpressions;
using Notifications.LocalStack;

namespace Notifications.Deploy.Tests;

/// <summary>The pages in docs/runbooks, one for each alert.</summary>
internal static partial class Runbooks
{
    public static string Folder { get; } = Path.Combine(BuildOutput.Root, "docs", "runbooks");

    /// <summary>AllRelaysDown has all-relays-down.md.</summary>
    public static string FileOf(string alert) => $"{Capital().Replace(alert, "-$0").ToLowerInvariant()}.md";

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
