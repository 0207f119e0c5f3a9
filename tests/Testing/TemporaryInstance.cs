using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.Testing;

/// <summary>
/// The folder of one native server for tests, removed with it. A test process that was killed leaves its servers running and
/// its folder behind; the next one finds both by the owner written into the folder, and clears them away.
/// </summary>
public sealed class TemporaryInstance : IDisposable
{
    private const string Prefix = "notifications-test-";
    private const string Owner = "owner";
    private static readonly Lazy<bool> ClearedOnce = new(ClearAwayTheDead);

    public TemporaryInstance()
    {
        _ = ClearedOnce.Value;
        Folder = new InstanceFolder(Directory.CreateTempSubdirectory(Prefix).FullName);
        if (RunningProcess.TryFind(Environment.ProcessId, out var ourselves))
            PidFile.Write(Path.Combine(Folder.Root, Owner), new PidEntry(Owner, ourselves.Value.Pid, ourselves.Value.StartTicks, Signal.Terminate));
    }

    public InstanceFolder Folder { get; }

    public void Dispose() => Remove(Folder.Root);

    private static bool ClearAwayTheDead()
    {
        foreach (var root in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            try
            {
                if (PidFile.ReadAll(Path.Combine(root, Owner)) is not [{ Entry.Process.IsAlive: false }])
                    continue;
                foreach (var left in PidFile.ReadAll(new InstanceFolder(root).Pids))
                    left.Entry.Process.KillTree();
                Remove(root);
            }
            catch (UnauthorizedAccessException)
            {
                // Another user's.
            }
        }

        return true;
    }

    private static void Remove(string root)
    {
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }
}
