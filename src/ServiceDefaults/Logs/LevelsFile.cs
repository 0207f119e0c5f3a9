using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Notifications.ServiceDefaults.Logs;

/// <summary>
/// In: a file of levels, which somebody may write, change or remove at any time. Out: the levels that count, from the next look on; what has changed is said once.
/// No file: the levels of the settings. One that cannot be read, or names a level that does not exist: everything stays as it is, and that is said once.
/// Read from time to time, not watched: in a mounted folder (a ConfigMap) a new version comes by another link, and watchers do not always hear of it.
/// </summary>
internal sealed class LevelsFile(LogSettings settings, LevelFilter filter, ILogger<LevelsFile> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly LogLevels _start = filter.Now;
    private string? _trouble;

    /// <summary>Before the services that are started after this one say anything.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Look()
    {
        try
        {
            Use(_start.With(Read(settings.LevelsPath)));
            _trouble = null;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException)
        {
            if (unusable.Message != _trouble)
                log.LevelsStay(settings.LevelsPath, unusable.Message);
            _trouble = unusable.Message;
        }
    }

    private static LogLevels Read(string path)
    {
        try
        {
            return Path.Exists(path) ? LogLevels.Parse(File.ReadAllText(path)) : LogLevels.None;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return LogLevels.None; // a link to nothing
        }
    }

    private void Use(LogLevels next)
    {
        var changes = filter.Now.ChangesTo(next).ToList();
        if (changes.Count == 0)
            return;
        filter.Change(next);
        foreach (var (source, before, after) in changes)
            log.LevelChanged(source, $"{after}", $"{before}", settings.LevelsPath);
    }
}
