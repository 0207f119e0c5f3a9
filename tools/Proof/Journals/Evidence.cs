using System.Text.Json;

namespace Notifications.Proof.Journals;

/// <summary>All that is known of a run: what its client, its mail server and whoever broke it wrote down, and what the product's tables and queues say at its end.</summary>
public sealed record Evidence
{
    public const string ClientFile = "client.jsonl";
    public const string MailFile = "mail.jsonl";
    public const string FaultsFile = "faults.jsonl";
    public const string LedgerFile = "ledger.jsonl";
    public const string ErrorsFile = "errors.jsonl";
    public const string RemainsFile = "remains.json";
    public const string RunFile = "run.json";

    private static readonly JsonSerializerOptions Readable = new(JournalJson.Options) { WriteIndented = true };

    public required RunFacts Run { get; init; }

    public required IReadOnlyList<ClientLine> Client { get; init; }

    public required IReadOnlyList<MailLine> Mail { get; init; }

    public required IReadOnlyList<FaultLine> Faults { get; init; }

    public required IReadOnlyList<LedgerLine> Ledger { get; init; }

    public required IReadOnlyList<ErrorLine> Errors { get; init; }

    public required Remains Remains { get; init; }

    /// <exception cref="FileNotFoundException">One of the files is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">One is not what was written; the message names file and line.</exception>
    public static async Task<Evidence> ReadAsync(string folder, CancellationToken cancellation = default)
    {
        Task<IReadOnlyList<T>> LinesAsync<T>(string file) => JournalReader.ReadAsync<T>(Path.Combine(folder, file), cancellation);

        return new()
        {
            Run = await ReadOneAsync<RunFacts>(Path.Combine(folder, RunFile), cancellation),
            Client = await LinesAsync<ClientLine>(ClientFile),
            Mail = await LinesAsync<MailLine>(MailFile),
            Faults = await LinesAsync<FaultLine>(FaultsFile),
            Ledger = await LinesAsync<LedgerLine>(LedgerFile),
            Errors = await LinesAsync<ErrorLine>(ErrorsFile),
            Remains = await ReadOneAsync<Remains>(Path.Combine(folder, RemainsFile), cancellation),
        };
    }

    public static Task WriteAsync(string folder, RunFacts run, CancellationToken cancellation = default) => WriteOneAsync(Path.Combine(folder, RunFile), run, cancellation);

    public static Task WriteAsync(string folder, Remains remains, CancellationToken cancellation = default) =>
        WriteOneAsync(Path.Combine(folder, RemainsFile), remains, cancellation);

    /// <summary>Writes a journal of lines that come one after the other, such as the ledger's.</summary>
    public static async Task WriteAsync<T>(string folder, string file, IAsyncEnumerable<T> lines, CancellationToken cancellation = default)
    {
        using var journal = new Journal<T>(Path.Combine(folder, file));
        await foreach (var line in lines.WithCancellation(cancellation))
            journal.Add(line);
    }

    private static Task WriteOneAsync<T>(string path, T one, CancellationToken cancellation) =>
        File.WriteAllBytesAsync(path, [.. JsonSerializer.SerializeToUtf8Bytes(one, Readable), (byte)'\n'], cancellation);

    private static async Task<T> ReadOneAsync<T>(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The file {path} is missing: the run was not recorded to its end.", path);

        try
        {
            return JsonSerializer.Deserialize<T>(await File.ReadAllBytesAsync(path, cancellation), JournalJson.Options) ?? throw new JsonException("It says null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not what a run writes: {e.Message}", e);
        }
    }
}
