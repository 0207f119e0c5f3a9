namespace Notifications.Testing.Builds;

/// <summary>A folder that takes long to make, for each version of what goes into it: made by whoever asks first, in whichever process, while the others wait.</summary>
public static class BuiltFolder
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Its path. Folders of other versions, and what somebody began who then died, are removed before a new one is made.</summary>
    /// <param name="versions">Where it lies, with nothing beside it but other versions of it.</param>
    /// <param name="version">Its name: the same goes into it whenever it has this one.</param>
    /// <param name="makeAsync">Fills the empty folder that it is given.</param>
    /// <param name="cancellation">Of waiting; what <paramref name="makeAsync"/> does with it is its own matter.</param>
    public static async Task<string> GetAsync(string versions, string version, Func<string, Task> makeAsync, CancellationToken cancellation)
    {
        Directory.CreateDirectory(versions);
        await using var alone = await LockAsync(Path.Combine(versions, "lock"), cancellation);
        var folder = Path.Combine(versions, version);
        var whole = Path.Combine(folder, "whole");
        if (File.Exists(whole))
            return folder;
        foreach (var other in Directory.GetDirectories(versions))
            Directory.Delete(other, recursive: true);

        // In its place from the beginning: what is compiled knows where it lies.
        Directory.CreateDirectory(folder);
        await makeAsync(folder);
        await File.WriteAllTextAsync(whole, "", CancellationToken.None);
        return folder;
    }

    /// <summary>The system lets go of it when its process ends, however that happens.</summary>
    private static async Task<FileStream> LockAsync(string file, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
