using Microsoft.AspNetCore.Builder;

namespace Notifications.ServiceDefaults.Configured;

/// <summary>What a host was told, section by section, and all that is wrong with it: whoever mends a file of settings wants to do it once.</summary>
internal sealed class SettingsReport
{
    private readonly List<string> _problems = [];
    private readonly SortedDictionary<string, object> _sections = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The settings by the names of their sections, in alphabetical order.</summary>
    public IReadOnlyDictionary<string, object> Sections => _sections;

    /// <summary>From now on nothing that the host is told stops it before all of it was read.</summary>
    public static SettingsReport Begin(WebApplicationBuilder builder)
    {
        var report = new SettingsReport();
        builder.Host.Properties[typeof(SettingsReport)] = report;
        return report;
    }

    /// <exception cref="SettingsException">Something is wrong, and nobody gathers what else is.</exception>
    public static void Add(WebApplicationBuilder builder, string section, object settings, IReadOnlyList<string> problems)
    {
        if (builder.Host.Properties.TryGetValue(typeof(SettingsReport), out var found) && found is SettingsReport report)
        {
            report._sections[section] = settings;
            report.Add(problems);
        }
        else if (problems.Count > 0)
        {
            throw new SettingsException(string.Join(' ', problems));
        }
    }

    public void Add(IEnumerable<string> problems) => _problems.AddRange(problems.Except(_problems));
}
