using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Commands;

/// <summary>The folder <c>.run/</c> of a clone: data, logs, pid files, what signs tokens, and who is the launcher.</summary>
public sealed record RunFolder(string Root)
{
    private const string Launcher = "launcher";

    public static RunFolder OfRepository { get; } = new(Path.Combine(BuildOutput.Root, ".run"));

    public InstanceFolder Instance { get; } = new(Root);

    public string Access { get; } = Path.Combine(Root, "access");

    /// <summary>Names the Compose services that the launcher started.</summary>
    public string ComposeFile { get; } = Path.Combine(Root, "compose-services");

    /// <summary>The launcher that works in this folder now, if any.</summary>
    public RunningProcess? FindLauncher() =>
        PidFile.ReadAll(Root).FirstOrDefault(file => file.Entry.Name == Launcher)?.Entry.Process is { IsAlive: true } launcher
            ? launcher
            : null;

    /// <summary>Makes this process the launcher, or says who is.</summary>
    public PidFile Claim()
    {
        if (FindLauncher() is { } other)
        {
            throw new CannotContinueException(
                $"The system already runs here, started by pid {other.Pid}. "
                + "Look at http://127.0.0.1:8025, stop it with Ctrl-C there, or with ./run down.");
        }

        return RunningProcess.TryFind(Environment.ProcessId, out var ourselves)
            ? PidFile.Write(Root, new PidEntry(Launcher, ourselves.Value.Pid, ourselves.Value.StartTicks, Signal.Terminate))
            : throw new CannotContinueException("/proc does not show our own process; ./run needs Linux.");
    }
}
