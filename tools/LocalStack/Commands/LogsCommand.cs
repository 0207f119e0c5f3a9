using System.Diagnostics;

namespace Notifications.LocalStack.Commands;

/// <summary>Shows logs by <c>tail</c>, which also knows how to follow several at once.</summary>
public static class LogsCommand
{
    public static async Task<int> ExecuteAsync(RunFolder folder, CommandLine.Logs logs, CancellationToken stop)
    {
        var files = Directory.Exists(folder.Instance.Logs)
            ? Directory.GetFiles(folder.Instance.Logs, $"{logs.Name ?? "*"}.log").Order(StringComparer.Ordinal).ToList()
            : [];
        if (files.Count == 0)
        {
            throw new CannotContinueException(logs.Name is null
                ? $"There are no logs in {folder.Instance.Logs}; ./run writes them."
                : $"There is no log of '{logs.Name}'. There are: {Names(folder)}.");
        }

        string[] follow = logs.Follow ? ["-F"] : [];
        using var tail = Process.Start("tail", ["-n", logs.Name is null ? "20" : "200", .. follow, .. files]);
        await tail.WaitForExitAsync(stop);
        return tail.ExitCode;
    }

    private static string Names(RunFolder folder) => Directory.Exists(folder.Instance.Logs)
        ? string.Join(", ", Directory.GetFiles(folder.Instance.Logs, "*.log").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))
        : "none yet";
}
