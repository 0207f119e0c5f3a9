namespace Notifications.LocalStack.Processes;

/// <summary>Stops what a killed launcher left behind, by its pid files and nothing else.</summary>
public static class Leftovers
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    /// <summary>The names of what was still running, in the order in which it was stopped.</summary>
    public static async Task<IReadOnlyList<string>> StopAsync(string pidFolder)
    {
        var stopped = new List<string>();
        foreach (var file in PidFile.ReadAll(pidFolder))
        {
            var process = file.Entry.Process;
            if (process.Send(file.Entry.StopSignal))
            {
                process.Send(Signal.Continue);
                if (!await process.WaitForEndAsync(StopLimit))
                {
                    process.KillTree();
                    await process.WaitForEndAsync(StopLimit);
                }

                stopped.Add($"{file.Entry.Name} (pid {file.Entry.Pid})");
            }

            file.Delete();
        }

        return stopped;
    }
}
