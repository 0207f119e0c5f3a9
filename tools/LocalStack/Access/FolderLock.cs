using System.Diagnostics;

namespace Notifications.LocalStack.Access;

/// <summary>Keeps other processes out of a folder while it is held; one that dies lets go.</summary>
public static class FolderLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits for whoever holds it: they only read and write two small files.</summary>
    /// <exception cref="IOException">Not free within 10 s, or the folder cannot be written.</exception>
    public static IDisposable Take(string folder)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = SecretFile.OwnerOnly };
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "lock"), options);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
