using System.Runtime.InteropServices;

namespace Notifications.LocalStack.Processes;

/// <summary>The signals we send, by their numbers on Linux.</summary>
public enum Signal
{
    /// <summary>PostgreSQL: fast shutdown. For everything else we use <see cref="Terminate"/>.</summary>
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

public static class Signals
{
    /// <summary>False when there is no such process any more, or it is not ours to signal.</summary>
    public static bool Send(int pid, Signal signal) => NativeMethods.kill(pid, (int)signal) == 0;

    private static class NativeMethods
    {
        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int kill(int pid, int signal);
    }
}
