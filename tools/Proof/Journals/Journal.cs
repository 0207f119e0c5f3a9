using System.Text.Json;

namespace Notifications.Proof.Journals;

/// <summary>
/// A file to which lines are added, one JSON object each, by as many threads as like to. They stand in the order in which they were added; all of them are on
/// the disk when it is disposed of. It begins anew: a journal is of one run.
/// </summary>
public sealed class Journal<T> : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private bool _closed;

    /// <exception cref="IOException">It cannot be written.</exception>
    public Journal(string path) => _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);

    /// <summary>How many lines it has.</summary>
    public long Lines { get; private set; }

    /// <exception cref="ObjectDisposedException">It is closed: whoever still writes then would be missing in it.</exception>
    public void Add(T line)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Options);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _file.Write(json);
            _file.WriteByte((byte)'\n');
            Lines++;
        }
    }

    /// <summary>What was added until now can be read.</summary>
    public void Flush()
    {
        lock (_lock)
            _file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            _file.Flush(flushToDisk: true);
            _file.Dispose();
        }
    }
}
