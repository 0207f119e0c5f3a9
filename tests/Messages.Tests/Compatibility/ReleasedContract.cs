using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Notifications.Architecture.Tests;
using Notifications.Messages.Tests.Schemas;

namespace Notifications.Messages.Tests.Compatibility;

/// <summary>
/// A message as a released version has it, copied into <c>Released</c> and never edited: the record as its consumers read it, the schema, and
/// bodies that its senders wrote. It stays until no such body can be in an outbox, a queue or an archive.
/// </summary>
/// <param name="Release">Folder in <c>Released</c>.</param>
/// <param name="Name">On the wire.</param>
/// <param name="Json">How that version writes and reads it.</param>
public sealed record ReleasedContract(string Release, string Name, JsonTypeInfo Json)
{
    private const string Folder = "tests/Messages.Tests/Released";

    public static IReadOnlyList<ReleasedContract> All { get; } =
    [
        new("V0_1", "Notifications.Messages.SendOrderConfirmation", Released.V0_1.MessagesJson.Default.SendOrderConfirmation),
    ];

    public MessageSchema Schema { get; } = new(Repository.Read($"{Folder}/{Release}/{MessageSchema.FileOf(Name)}"));

    /// <summary>By the name of their files.</summary>
    public IReadOnlyDictionary<string, string> Bodies { get; } =
        Directory.GetFiles(Path.Combine(Repository.Root, Folder, Release, Json.Type.Name))
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => File.ReadAllText(file).TrimEnd('\n'));

    /// <summary>The files as they are, in the form of <c>sha256sum</c>.</summary>
    public static IEnumerable<string> Sums()
    {
        var folder = Path.Combine(Repository.Root, Folder);
        return from file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
               let name = Path.GetRelativePath(folder, file).Replace('\\', '/')
               where name != "SHA256SUMS"
               select $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {name}";
    }

    /// <summary>The files as they were when they were copied.</summary>
    public static IEnumerable<string> KeptSums() => Repository.Read($"{Folder}/SHA256SUMS").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
