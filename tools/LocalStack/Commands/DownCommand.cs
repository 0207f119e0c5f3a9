using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Commands;

/// <summary>Stops a run from outside, and what a killed one left behind.</summary>
public static class DownCommand
{
    private static readonly TimeSpan LauncherLimit = TimeSpan.FromMinutes(3);

    public static async Task<int> ExecuteAsync(RunFolder folder)
    {
        var launcher = folder.FindLauncher();
        if (launcher is { } running)
        {
            Console.WriteLine($"Asking the launcher (pid {running.Pid}) to stop …");
            running.Send(Signal.Terminate);
            if (!await running.WaitForEndAsync(LauncherLimit))
                throw new CannotContinueException($"The launcher (pid {running.Pid}) still runs after {LauncherLimit.TotalMinutes:0} minutes; look at ./run logs.");
        }

        var left = await StopLeftoversAsync(folder);
        Console.WriteLine((launcher, left) switch
        {
            (null, []) => "Nothing was running.",
            (_, []) => "Everything is stopped.",
            _ => $"Stopped what was left: {string.Join(", ", left)}.",
        });
        return ExitCode.Done;
    }

    /// <summary>The names of what a killed launcher had left running.</summary>
    public static async Task<IReadOnlyList<string>> StopLeftoversAsync(RunFolder folder)
    {
        var stopped = (await Leftovers.StopAsync(folder.Instance.Pids)).ToList();
        if (File.Exists(folder.ComposeFile))
        {
            stopped.AddRange((await File.ReadAllLinesAsync(folder.ComposeFile)).Select(service => $"{service} (container)"));
            await new ComposeServers(BuildOutput.Root, folder.ComposeFile).StopAsync();
        }

        return stopped;
    }
}
