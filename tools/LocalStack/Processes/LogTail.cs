namespace Notifications.LocalStack.Processes;

public static class LogTail
{
    /// <summary>The last lines of a log, each indented; says so when there are none.</summary>
    public static string Read(string file, int count)
    {
        if (!File.Exists(file))
            return $"    (no log at {file})";
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0
            ? $"    ({file} is empty)"
            : string.Join(Environment.NewLine, lines.TakeLast(count).Select(line => $"    {line}"));
    }
}
