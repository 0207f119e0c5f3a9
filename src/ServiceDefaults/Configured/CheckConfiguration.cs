using Microsoft.Extensions.Configuration;

namespace Notifications.ServiceDefaults.Configured;

/// <summary>The command <c>--check-config</c>: standard output has what a host would run with, standard error what keeps it from starting.</summary>
internal static class CheckConfiguration
{
    /// <returns>Whether the host would start.</returns>
    public static bool Say(string name, SettingsReport report, IConfigurationRoot configuration)
    {
        foreach (var line in ShownSettings.Of(report, configuration))
            Console.WriteLine(line);
        foreach (var problem in report.Problems)
            Console.Error.WriteLine(problem);
        if (report.Problems.Count > 0)
            Console.Error.WriteLine($"{name} would not start. In the environment a key is written Section__Key.");
        return report.Problems.Count == 0;
    }
}
