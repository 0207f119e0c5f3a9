using System.Security.Cryptography;
using System.Text;
using Notifications.LocalStack;

namespace Notifications.Proof.Builds;

/// <summary>What the product is made of, as it lies on disk now, committed or not.</summary>
internal sealed class Sources
{
    private static readonly string[] Governing = ["Directory.Build.props", "Directory.Packages.props", "global.json", "nuget.config", ".editorconfig"];

    private readonly IReadOnlyList<string> _files;

    private Sources(IReadOnlyList<string> files, string hash) => (_files, Hash) = (files, hash);

    /// <summary>Another one for every change of them.</summary>
    public string Hash { get; }

    public static Sources Read()
    {
        // What an editor or a build without our settings has left there is none of it.
        var files = Directory.EnumerateFiles(Path.Combine(BuildOutput.Root, "src"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(BuildOutput.Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Concat(Governing.Where(file => File.Exists(Path.Combine(BuildOutput.Root, file))))
            .Order(StringComparer.Ordinal)
            .ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(BuildOutput.Root, file))));
        }

        return new Sources(files, Short(hash.GetHashAndReset()));
    }

    /// <summary>Of the sources with one file changed.</summary>
    public string HashWith(string changed) => Short(SHA256.HashData(Encoding.UTF8.GetBytes($"{Hash}\n{changed}")));

    public void CopyTo(string folder)
    {
        foreach (var file in _files)
        {
            var copy = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(BuildOutput.Root, file), copy);
        }
    }

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash)[..16];
}
