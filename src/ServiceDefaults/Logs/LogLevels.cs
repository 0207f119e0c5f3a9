using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Notifications.ServiceDefaults.Logs;

/// <summary>How much is written, by source: the longest name that a source begins with counts, and <c>Default</c> for all others. No I/O.</summary>
internal sealed record LogLevels(IReadOnlyDictionary<string, LogLevel> BySource)
{
    public const string Default = "Default";

    private const string Section = "Serilog:MinimumLevel";

    private static readonly LogLevels Usual = new(new Dictionary<string, LogLevel>(StringComparer.OrdinalIgnoreCase)
    {
        [Default] = LogLevel.Information,
        ["Microsoft"] = LogLevel.Warning,
        // It warns of keys that are gone with the container. Nothing of ours is protected by them.
        ["Microsoft.AspNetCore.DataProtection"] = LogLevel.Error,
        ["Quartz"] = LogLevel.Warning,
        // While PostgreSQL is away it would write every second, with the stack. The job says once that it is, and what does not get done.
        ["Quartz.Impl.AdoJobStore"] = LogLevel.Critical,
        ["Quartz.Core.ErrorLogger"] = LogLevel.Critical,
        // A line for each token that is refused would let strangers fill the log.
        ["Notifications.ServiceDefaults.Access"] = LogLevel.Warning,
        // Whoever asks for health gets the answer; the log already says what is away.
        ["Microsoft.Extensions.Diagnostics.HealthChecks"] = LogLevel.Critical,
        // That a level has changed is said at any level.
        [typeof(LogLevels).Namespace!] = LogLevel.Information,
    });

    /// <summary>Serilog's, which the settings have always had; and .NET's, where they differ.</summary>
    private static readonly Dictionary<string, LogLevel> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Verbose"] = LogLevel.Trace,
        ["Trace"] = LogLevel.Trace,
        ["Debug"] = LogLevel.Debug,
        ["Information"] = LogLevel.Information,
        ["Warning"] = LogLevel.Warning,
        ["Error"] = LogLevel.Error,
        ["Fatal"] = LogLevel.Critical,
        ["Critical"] = LogLevel.Critical,
    };

    public static readonly LogLevels None = new(new Dictionary<string, LogLevel>());

    /// <summary>The usual ones, and above them those of the settings: <c>Serilog:MinimumLevel:Default</c> and <c>…:Override:Source</c>.</summary>
    /// <exception cref="SettingsException">A level does not exist.</exception>
    public static LogLevels OfSettings(IConfiguration settings)
    {
        var section = settings.GetSection(Section);
        var given = section.GetSection("Override").GetChildren().ToDictionary(level => level.Key, level => level.Value);
        if ((section["Default"] ?? section.Value) is { } level)
            given[Default] = level;
        try
        {
            return Usual.With(Of(given));
        }
        catch (FormatException wrong)
        {
            throw new SettingsException($"{Section}: {wrong.Message}");
        }
    }

    /// <param name="json">One object, of sources and levels.</param>
    /// <exception cref="FormatException">It is something else; the sentence says what.</exception>
    public static LogLevels Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException("it is not one object of sources and levels");
            var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            foreach (var level in document.RootElement.EnumerateObject())
                given[level.Name] = level.Value.ValueKind == JsonValueKind.String ? level.Value.GetString() : level.Value.GetRawText();
            return Of(given);
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"it is not JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1})");
        }
    }

    public LogLevels With(LogLevels others)
    {
        var all = new Dictionary<string, LogLevel>(BySource, StringComparer.OrdinalIgnoreCase);
        foreach (var (source, level) in others.BySource)
            all[source] = level;
        return new LogLevels(all);
    }

    /// <summary>Of a source, which need not be named itself.</summary>
    public LogLevel Of(string source) => BySource[BySource.Keys.Where(name => source.StartsWith(name, StringComparison.OrdinalIgnoreCase)).MaxBy(name => name.Length) ?? Default];

    /// <summary>The names whose level is another in <paramref name="next"/>, also because they are in only one of the two.</summary>
    public IEnumerable<(string Source, LogLevel Before, LogLevel After)> ChangesTo(LogLevels next) =>
        BySource.Keys.Union(next.BySource.Keys, StringComparer.OrdinalIgnoreCase).Select(source => (Source: source, Before: Of(source), After: next.Of(source))).Where(change => change.Before != change.After);

    private static LogLevels Of(IEnumerable<KeyValuePair<string, string?>> given) => new(given.ToDictionary(level => level.Key, level => LevelOf(level.Key, level.Value), StringComparer.OrdinalIgnoreCase));

    private static LogLevel LevelOf(string source, string? level)
    {
        if (source == "" || source.Contains('*', StringComparison.Ordinal))
            throw new FormatException($"'{source}' is not the beginning of a source's name, such as Notifications.Messaging");
        return Names.TryGetValue(level ?? "", out var known) ? known : throw new FormatException($"the level of {source} is '{level}'; there are Verbose, Debug, Information, Warning, Error and Fatal");
    }
}
