using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Notifications.Proof.Journals;

/// <summary>Reads what a <see cref="Journal{T}"/> wrote, all of it or none.</summary>
public static class JournalReader
{
    /// <exception cref="FileNotFoundException">There is no such journal.</exception>
    /// <exception cref="InvalidDataException">A line is not what was written; the message names file and line.</exception>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(string path, CancellationToken cancellation = default)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The journal {path} is missing: the run was not recorded to its end.", path);

        var lines = new List<T>();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 1 << 16));
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                lines.Add(Parse<T>(rest.Slice(0, end), path, lines.Count + 1));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (!read.IsCompleted)
                continue;

            await reader.CompleteAsync();
            return rest.IsEmpty ? lines : throw new InvalidDataException($"{path}, line {lines.Count + 1} is cut off: the run was not recorded to its end.");
        }
    }

    private static T Parse<T>(ReadOnlySequence<byte> line, string path, int number)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            var one = JsonSerializer.Deserialize<T>(ref json, JournalJson.Options) ?? throw new JsonException("It says null.");
            json.Read(); // throws when something follows
            return one;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}, line {number} is not a line of this journal: {e.Message}", e);
        }
    }
}
