using System.ComponentModel.DataAnnotations;

namespace Notifications.ServiceDefaults.Logs;

/// <summary>The levels of the log while the process runs; section <c>Log</c>.</summary>
public sealed record LogSettings
{
    /// <summary>
    /// A JSON file such as <c>{ "Default": "Information", "Notifications.Messaging": "Debug" }</c>, read every second; need not be there. Default
    /// <c>levels.json</c>, beside the program. Its levels count instead of those of the section <c>Serilog:MinimumLevel</c>, which every start begins with.
    /// </summary>
    [DataType(DataType.Text)]
    public string LevelsFile { get; init; } = "levels.json";

    /// <summary>With its folder.</summary>
    internal string LevelsPath => Path.Combine(AppContext.BaseDirectory, LevelsFile);

    internal IEnumerable<string> Problems()
    {
        if (LevelsFile == "" || LevelsFile.Contains('\0', StringComparison.Ordinal))
            yield return $"Log:LevelsFile is '{LevelsFile}'; give the path of a file, which need not be there.";
    }
}
