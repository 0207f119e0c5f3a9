using System.Text.Json;

namespace Notifications.LocalStack.Processes;

/// <summary>What is known about a started process: enough to recognise and to stop it.</summary>
public sealed record PidEntry(string Name, int Pid, long StartTicks, Signal StopSignal)
{
    public RunningProcess Process => new(Pid, StartTicks);
}

/// <summary>One file per started process, below <c>.run/pids</c>, until the process was stopped in order.</summary>
public sealed class PidFile
{
    private readonly string _path;

    private PidFile(string path, PidEntry entry)
    {
        _path = path;
        Entry = entry;
    }

    public PidEntry Entry { get; }

    public static PidFile Write(string folder, PidEntry entry)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{entry.Name}.json");
        // Written aside and moved into place: a reader never sees half an entry.
        File.WriteAllText($"{path}.new", JsonSerializer.Serialize(entry));
        File.Move($"{path}.new", path, overwrite: true);
        return new PidFile(path, entry);
    }

    /// <summary>Every entry of the folder, the last started first: the order to stop them in.</summary>
    public static IReadOnlyList<PidFile> ReadAll(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.json").Select(Read).OfType<PidFile>().OrderByDescending(file => file.Entry.StartTicks)]
        : [];

    public void Delete() => File.Delete(_path);

    private static PidFile? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PidEntry>(File.ReadAllText(path)) is { } entry ? new PidFile(path, entry) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FileNotFoundException)
        {
            return null;
        }
    }
}
