using System.Diagnostics;

namespace Notifications.LocalStack.Processes;

/// <summary>
/// A process we started, in a session of its own: Ctrl-C in the terminal reaches only the launcher, which then stops its
/// children in order. Its output goes straight to a file, so it does not stall or die with the launcher, and a pid file
/// (when a folder for it is given) lets <c>./run down</c> find it after a launcher that was killed.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>A killed process ends when the kernel comes round to it.</summary>
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ProcessPlan _plan;
    private readonly PidFile? _pidFile;

    private ChildProcess(Process process, ProcessPlan plan, string logFile, PidFile? pidFile)
    {
        _process = process;
        _plan = plan;
        _pidFile = pidFile;
        LogFile = logFile;
        Pid = process.Id;
    }

    public string Name => _plan.Name;

    public int Pid { get; }

    public string LogFile { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>128 + the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    public static ChildProcess Start(ProcessPlan plan, string logFolder, string? pidFolder = null)
    {
        Directory.CreateDirectory(logFolder);
        var logFile = Path.Combine(logFolder, $"{plan.Name}.log");
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = plan.WorkingFolder ?? logFolder,
            // setsid and sh replace themselves, so the pid we see is the program's own.
            ArgumentList = { "/bin/sh", "-c", "exec \"$@\" </dev/null >>\"$CHILD_LOG\" 2>&1", "sh", plan.FileName },
            Environment = { ["CHILD_LOG"] = logFile },
        };
        // Of whoever started us: for another database and another broker than the ones that the plan names.
        start.Environment.Remove("DATABASE_URL");
        start.Environment.Remove("RABBITMQ_URL");
        foreach (var argument in plan.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;

        var process = Process.Start(start)
            ?? throw new CannotContinueException($"{plan.Name} did not start: {plan.FileName}.");
        var pidFile = pidFolder is not null && RunningProcess.TryFind(process.Id, out var running)
            ? PidFile.Write(pidFolder, new PidEntry(plan.Name, running.Value.Pid, running.Value.StartTicks, plan.StopSignal))
            : null;
        return new ChildProcess(process, plan, logFile, pidFile);
    }

    public Task WaitForExitAsync(CancellationToken cancellation = default) => _process.WaitForExitAsync(cancellation);

    public void Send(Signal signal)
    {
        // Our own child keeps its pid until we have collected it, so no stranger can be hit here.
        if (!_process.HasExited)
            Signals.Send(Pid, signal);
    }

    /// <summary>Asks it to end, waits for as long as its plan allows, then kills it. Returns whether it ended in good order.</summary>
    public async Task<bool> StopAsync()
    {
        Send(_plan.StopSignal);
        Send(Signal.Continue);
        using var limit = new CancellationTokenSource(_plan.StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }

        _pidFile?.Delete();
        return true;
    }

    /// <summary>Ends it and everything it started at once, and returns when all of it is gone: PostgreSQL does not start while a worker of the old one holds its memory.</summary>
    public async Task KillAsync()
    {
        if (RunningProcess.TryFind(Pid, out var running) && !_process.HasExited)
        {
            foreach (var process in running.Value.KillTree())
                await process.WaitForEndAsync(KillLimit);
        }

        await _process.WaitForExitAsync();
        _pidFile?.Delete();
    }

    /// <summary>The end of its log, indented, for a message about its failure.</summary>
    public string LastLines(int count = 15) => LogTail.Read(LogFile, count);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }
}
