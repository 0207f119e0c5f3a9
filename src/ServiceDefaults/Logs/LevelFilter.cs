using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Notifications.ServiceDefaults.Logs;

/// <summary>The levels that count now, as the rules by which .NET asks whether a line is wanted before it is made. Nobody else has a rule.</summary>
internal sealed class LevelFilter(LogLevels start) : IPostConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>
{
    private volatile LogLevels _now = start;
    private ConfigurationReloadToken _change = new();

    public LogLevels Now => _now;

    string? IOptionsChangeTokenSource<LoggerFilterOptions>.Name => Options.DefaultName;

    IChangeToken IOptionsChangeTokenSource<LoggerFilterOptions>.GetChangeToken() => _change;

    /// <summary>For every logger there is, and at once.</summary>
    public void Change(LogLevels levels)
    {
        _now = levels;
        Interlocked.Exchange(ref _change, new ConfigurationReloadToken()).OnReload();
    }

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        options.Rules.Clear();
        foreach (var (source, level) in _now.BySource)
            options.Rules.Add(new LoggerFilterRule(providerName: null, source == LogLevels.Default ? null : source, level, filter: null));
    }
}
