using System.Globalization;

namespace Notifications.Proof.Faults;

/// <summary>
/// A wall clock for a host, which is wrong and may be set while it runs; time goes on at its pace, and what the host waits for takes as long as ever. Made by libfaketime, which
/// stands between the host and the C library. Not what a database's or a broker's clock shows.
/// </summary>
public sealed class SteppedClock : IDisposable
{
    /// <summary>When there is none.</summary>
    public const string Missing = "libfaketime is not installed, so no clock can be set: apt-get install libfaketime.";

    /// <summary>After a step the host may see the old time for so long.</summary>
    public static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(1);

    private const string Library = "libfaketimeMT.so.1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("notifications-clock-");

    private SteppedClock(string library)
    {
        Step(TimeSpan.Zero);
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["FAKETIME_TIMESTAMP_FILE"] = Offset,
            ["FAKETIME_CACHE_DURATION"] = $"{SeenWithin.TotalSeconds}",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_DONT_RESET"] = "1",
            // With it, which is its own choice, each of the runtime's timed waits ends at once.
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        };
    }

    /// <summary>For the host's process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    private string Offset => Path.Combine(_folder.FullName, "offset");

    /// <summary>One that is right until it is set; null when the library is <see cref="Missing"/>.</summary>
    public static SteppedClock? TryFind()
    {
        var folders = Directory.GetDirectories("/usr/lib", "*-linux-gnu*").Append("/usr/lib").Append("/usr/local/lib");
        return folders.Select(folder => Path.Combine(folder, "faketime", Library)).FirstOrDefault(File.Exists) is { } library ? new SteppedClock(library) : null;
    }

    /// <summary>Sets it.</summary>
    /// <param name="offset">From the real time, ahead of it or behind.</param>
    public void Step(TimeSpan offset)
    {
        // Never half written where the host reads it.
        var written = $"{Offset}.new";
        File.WriteAllText(written, offset.TotalSeconds.ToString("+0.000;-0.000", CultureInfo.InvariantCulture));
        File.Move(written, Offset, overwrite: true);
    }

    /// <summary>After the last host that has it.</summary>
    public void Dispose() => _folder.Delete(recursive: true);
}
