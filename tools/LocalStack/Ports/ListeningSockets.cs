using System.Globalization;

namespace Notifications.LocalStack.Ports;

/// <summary>Who listens on a port, as far as <c>/proc</c> tells us: the sockets of other users are closed to a normal user.</summary>
public static class ListeningSockets
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>For example <c>pid 4711 (java -jar shop.jar)</c>; null when it cannot be seen.</summary>
    public static string? FindHolder(int port)
    {
        var sockets = InodesOf(port, Sockets()).Select(inode => $"socket:[{inode}]").ToHashSet();
        return sockets.Count == 0
            ? null
            : Directory.EnumerateDirectories("/proc")
                .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]) && HoldsAny(folder, sockets))
                .Select(Describe)
                .FirstOrDefault();
    }

    /// <summary>Nobody listens on it: the kernel gave it to a connection that somebody made to elsewhere, which lasts or ended less than a minute ago.</summary>
    public static bool IsOfAClient(int port) => IsOfAClient(port, Sockets());

    /// <inheritdoc cref="IsOfAClient(int)"/>
    /// <param name="port">The near end.</param>
    /// <param name="lines">Like those of <c>/proc/net/tcp</c>.</param>
    public static bool IsOfAClient(int port, IEnumerable<string> lines)
    {
        var states = SocketsAt(port, lines).Select(fields => fields[3]).ToList();
        return states.Count > 0 && !states.Contains(Listening);
    }

    /// <summary>The inodes of the sockets that listen on a port, from lines like those of <c>/proc/net/tcp</c>.</summary>
    public static IEnumerable<string> InodesOf(int port, IEnumerable<string> lines) =>
        SocketsAt(port, lines).Where(fields => fields[3] == Listening).Select(fields => fields[9]);

    private static IEnumerable<string> Sockets() => Tables.Where(File.Exists).SelectMany(File.ReadLines);

    private static IEnumerable<string[]> SocketsAt(int port, IEnumerable<string> lines) => lines
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length > 9 && fields[1].EndsWith(PortSuffix(port), StringComparison.Ordinal));

    private static string PortSuffix(int port) => $":{port.ToString("X4", CultureInfo.InvariantCulture)}";

    private static bool HoldsAny(string processFolder, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(processFolder, "fd"))
                .Any(descriptor => new FileInfo(descriptor).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception closedToUs) when (closedToUs is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Describe(string processFolder)
    {
        var pid = Path.GetFileName(processFolder);
        try
        {
            var command = File.ReadAllText(Path.Combine(processFolder, "cmdline")).Replace('\0', ' ').Trim();
            return $"pid {pid} ({(command.Length > 80 ? $"{command[..80]}…" : command)})";
        }
        catch (IOException)
        {
            return $"pid {pid}";
        }
    }
}
